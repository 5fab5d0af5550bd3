import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { foldersFrom, processEnvironment, repositoryFolder } from '../../perf/config.ts'
import { ClosingStack } from '../../perf/lifecycle/closing-stack.ts'
import { killRunNow } from '../../perf/lifecycle/force-end.ts'
import { onInterrupt } from '../../perf/lifecycle/interrupt.ts'
import { openRunLedger, type RunLedger } from '../../perf/lifecycle/run-ledger.ts'
import { sweepDeadRuns } from '../../perf/lifecycle/sweep.ts'
import { failureTeller } from '../../perf/tell-failures.ts'
import { Bench } from './bench.ts'
import { withSections } from './document.ts'
import { misses } from './figure.ts'
import { parseOptions, usage } from './options.ts'
import type { RowReport } from './row.ts'
import { benchRows, selectRows } from './rows.ts'
import { measureRows } from './measure-rows.ts'
import { remarksOf, rowSection, summaryTable } from './table.ts'

/**
 * `npm run bench`: what the project promises of its speed and memory, measured on real services
 * with the project's own pieces, printed as a table and kept in docs/benchmarks.md.
 */
const documentFile = join(repositoryFolder, 'docs', 'benchmarks.md')
const missed = 1
const couldNotMeasure = 2

process.exitCode = await main()

async function main(): Promise<number> {
  const closing = new ClosingStack()
  const tell = failureTeller(say)
  let ledger: RunLedger | undefined
  using _interrupt = onInterrupt({
    closing,
    force: () => ledger && killRunNow(ledger),
    exit: (code) => process.exit(code),
    exitCode: couldNotMeasure,
  })
  try {
    const options = parseOptions(process.argv.slice(2))
    if (options.help) return said(usage)
    const rows = selectRows(benchRows, options.row)
    const { runs } = foldersFrom(processEnvironment)
    await sweepDeadRuns(runs)
    ledger = closing.use(await openRunLedger(runs))
    const reports = await measureRows(new Bench({ options, ledger, closing, say }), rows)
    print(reports)
    if (options.write) await writeSections(reports)
    if (reports.some(({ outcome }) => outcome.kind === 'failed')) return couldNotMeasure
    const isMissed = reports.some(({ outcome }) => misses(outcome).length > 0)
    return options.strict && isMissed ? missed : 0
  } catch (failure) {
    tell.first(failure)
    return couldNotMeasure
  } finally {
    await closing.disposeAsync().catch(tell.another)
  }
}

function print(reports: readonly RowReport[]): void {
  console.log(summaryTable(reports))
  for (const { name, outcome } of reports) {
    for (const remark of remarksOf(outcome)) console.log(`${name}: ${remark}`)
  }
}

/** A row that was not measured leaves the section of an earlier run as it is. */
async function writeSections(reports: readonly RowReport[]): Promise<void> {
  const before = await readFile(documentFile, 'utf8').catch((failure: NodeJS.ErrnoException) => {
    if (failure.code === 'ENOENT') return ''
    throw failure
  })
  const sections = reports
    .filter(({ outcome }) => outcome.kind === 'measured')
    .map((report) => ({ name: report.name, text: rowSection(report) }))
  const order = benchRows.map((row) => row.name)
  await mkdir(dirname(documentFile), { recursive: true })
  await writeFile(documentFile, withSections(before, sections, order))
  say(`written: ${documentFile}`)
}

/** Progress goes where it does not mix with the table. */
function say(line: string): void {
  console.error(line)
}

function said(text: string): number {
  console.log(text)
  return 0
}
