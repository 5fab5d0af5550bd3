import { resolve } from 'node:path'
import { foldersFrom, processEnvironment, repositoryFolder } from '../perf/config.ts'
import { KnownFailure } from '../perf/errors.ts'
import { ClosingStack } from '../perf/lifecycle/closing-stack.ts'
import { killRunNow } from '../perf/lifecycle/force-end.ts'
import { onInterrupt } from '../perf/lifecycle/interrupt.ts'
import { openRunLedger, type RunLedger } from '../perf/lifecycle/run-ledger.ts'
import { parseFlags, refuseWords } from '../perf/parse-flags.ts'
import { failureTeller } from '../perf/tell-failures.ts'
import { Bench } from './bench/bench.ts'
import { measureLaneCosts } from './bench/lane-costs.ts'
import { parseOptions } from './bench/options.ts'
import {
  areBooksKept,
  type ArmCosts,
  costLoads,
  measurePaymentCosts,
} from './bench/payment-costs.ts'

/** Where a payment's processor time goes; against another checkout, in turns, when one is named. */
const command = 'node scripts/payment-costs.ts'
const usage = `Usage: ${command} [flags]

  --base FOLDER   another checkout with its dependencies, measured in turns with this one
  --load KIND     bulk (default: by the thousand, closed), pay (single payments, open),
                  or lane (decided and written without HTTP and Kafka, by batches of 1, 10, 100 and
                  500; asks no invariants)
  --rate N        payments per second of --load pay, 6000 by default
  --rounds N      of each checkout, 6 by default
  --seconds N     of load in a round, 5 by default
  --profile       then watch one more round: functions of the process, statements of Postgres

Exit codes: 0 measured, 1 an invariant was violated, 2 could not be measured.`

const owner = { command, help: `${command} --help` }
const options = {
  help: { type: 'boolean', short: 'h' },
  base: { type: 'string' },
  load: { type: 'string', default: 'bulk' },
  rate: { type: 'string', default: '6000' },
  rounds: { type: 'string', default: '6' },
  seconds: { type: 'string', default: '5' },
  profile: { type: 'boolean', default: false },
} as const

const laneBatches = [1, 10, 100, 500]
const functionsShown = 60
const statementsShown = 12
const statementLetters = 110

process.exitCode = await main()

async function main(): Promise<number> {
  const closing = new ClosingStack()
  const tell = failureTeller(console.error)
  let ledger: RunLedger | undefined
  using _interrupt = onInterrupt({
    closing,
    force: () => ledger && killRunNow(ledger),
    exit: (code) => process.exit(code),
    exitCode: 2,
  })
  try {
    const { positionals, values } = parseFlags(process.argv.slice(2), options, owner)
    refuseWords(positionals, owner)
    if (values.help === true) {
      console.log(usage)
      return 0
    }
    ledger = closing.use(await openRunLedger(foldersFrom(processEnvironment).runs))
    const benchOptions = parseOptions(['--services', 'embedded'])
    const bench = new Bench({ options: benchOptions, ledger, closing, say: console.error })
    const { base } = values
    const request = {
      arms: {
        ...(base !== undefined && { base: resolve(base) }),
        head: repositoryFolder,
      },
      rounds: positive('rounds', values.rounds),
      seconds: positive('seconds', values.seconds),
    }
    if (values.load === 'lane') {
      const lines = await measureLaneCosts(bench, { ...request, batches: laneBatches })
      for (const line of lines) console.log(line)
      return 0
    }
    const load = loadNamed(values.load, positive('rate', values.rate))
    const costs = await measurePaymentCosts(bench, { ...request, load, profiled: values.profile })
    print(costs)
    return areBooksKept(costs) ? 0 : 1
  } catch (failure) {
    tell.first(failure)
    return 2
  } finally {
    await closing.disposeAsync().catch(tell.another)
  }
}

function loadNamed(name: string, rate: number) {
  if (name === 'bulk') return costLoads.bulk()
  if (name === 'pay') return costLoads.pay(rate)
  throw new KnownFailure('usage', `--load is "${name}", expected bulk, pay or lane`)
}

function positive(name: string, text: string): number {
  const value = Number(text)
  if (Number.isFinite(value) && value > 0) return value
  throw new KnownFailure('usage', `--${name} is "${text}", expected a positive number`)
}

function print(costs: Readonly<Record<string, ArmCosts>>): void {
  for (const [name, arm] of Object.entries(costs)) {
    const parts = Object.entries(arm.usOf).map(([part, us]) => `${part} ${us.toFixed(1)}`)
    const sum = Object.values(arm.usOf).reduce((all, us) => all + us, 0)
    console.log(`${name}: us per payment: ${parts.join(', ')}, all ${sum.toFixed(1)}`)
    console.log(
      `  ${arm.paymentsPerSecond.toFixed(0)}/s, ${arm.paymentsPerBatch.toFixed(0)} in a batch`,
    )
    for (const sentence of arm.violated) console.log(`  ${sentence}`)
  }
  for (const [name, { watched }] of Object.entries(costs)) {
    if (watched === undefined) continue
    const per = (us: number) => (us / watched.payments).toFixed(2).padStart(7)
    console.log(`${name}: self and total us per payment of ${watched.payments} payments`)
    for (const { where, selfUs, totalUs } of watched.functions.slice(0, functionsShown)) {
      console.log(`${per(selfUs)} ${per(totalUs)}  ${where}`)
    }
    console.log(`${name}: statements, us per payment and calls`)
    const statements = [...watched.statements].toSorted(([, a], [, b]) => b.us - a.us)
    for (const [text, { us, calls }] of statements.slice(0, statementsShown)) {
      console.log(`${per(us)} ${String(calls).padStart(8)}  ${text.slice(0, statementLetters)}`)
    }
  }
}
