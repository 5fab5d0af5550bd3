import { foldersFrom, processEnvironment, repositoryFolder } from '../perf/config.ts'
import { ClosingStack } from '../perf/lifecycle/closing-stack.ts'
import { killRunNow } from '../perf/lifecycle/force-end.ts'
import { onInterrupt } from '../perf/lifecycle/interrupt.ts'
import { openRunLedger, type RunLedger } from '../perf/lifecycle/run-ledger.ts'
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
import { parsePaymentCostsOptions, usage } from './bench/payment-costs-options.ts'

const laneBatches = [1, 10, 100, 500]
const functionsShown = 60
const statementsShown = 12
const statementLetters = 110

process.exitCode = await main()

/** Where a payment's processor time goes; against another checkout, in turns, when one is named. */
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
    const { help, base, load, rate, rounds, seconds, isProfiled } = parsePaymentCostsOptions(
      process.argv.slice(2),
    )
    if (help) {
      console.log(usage)
      return 0
    }
    ledger = closing.use(await openRunLedger(foldersFrom(processEnvironment).runs))
    const benchOptions = parseOptions(['--services', 'embedded'])
    const bench = new Bench({ options: benchOptions, ledger, closing, say: console.error })
    const arms = { ...(base !== undefined && { base }), head: repositoryFolder }
    const request = { arms, rounds, seconds }
    if (load === 'lane') {
      const lines = await measureLaneCosts(bench, { ...request, batches: laneBatches })
      for (const line of lines) console.log(line)
      return 0
    }
    const costs = await measurePaymentCosts(bench, {
      ...request,
      load: load === 'pay' ? costLoads.pay(rate) : costLoads.bulk(),
      profiled: isProfiled,
    })
    print(costs)
    return areBooksKept(costs) ? 0 : 1
  } catch (failure) {
    tell.first(failure)
    return 2
  } finally {
    await closing.disposeAsync().catch(tell.another)
  }
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
