import { KnownFailure } from '../../perf/errors.ts'
import type { Bench } from './bench.ts'
import type { RowOutcome } from './figure.ts'
import type { BenchRow, RowReport } from './row.ts'
import { beginSetting, type Setting } from './setting.ts'

/** One row after the other: each wants the whole machine. */
export async function measureRows(bench: Bench, rows: readonly BenchRow[]): Promise<RowReport[]> {
  const reports: RowReport[] = []
  for (const row of rows) {
    bench.say(`row ${row.name}: ${row.title}`)
    const complete = await beginSetting(bench.options.command)
    const outcome = await outcomeOf(row, bench)
    const onServices = row.onServices === true && outcome.kind === 'measured'
    const environment = onServices ? await bench.environment() : undefined
    const setting = settingOf(outcome) ?? complete(environment)
    reports.push({ name: row.name, title: row.title, outcome, setting })
  }
  return reports
}

/** A row that fails takes no other row's figures with it. */
async function outcomeOf(row: BenchRow, bench: Bench): Promise<RowOutcome> {
  try {
    return await row.measure(bench)
  } catch (failure) {
    if (failure instanceof KnownFailure && failure.code === 'interrupted') throw failure
    const reason = failure instanceof Error ? failure.message : String(failure)
    if (!(failure instanceof KnownFailure)) bench.say(String((failure as Error).stack ?? failure))
    return { kind: 'failed', reason: reason.split('\n')[0] ?? '' }
  }
}

/** Figures that were read out of an earlier run were made where that run was. */
function settingOf(outcome: RowOutcome): Setting | undefined {
  return outcome.kind === 'measured' ? outcome.setting : undefined
}
