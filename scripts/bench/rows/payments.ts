import { exact } from '../../../perf/report/numbers.ts'
import type { Bench } from '../bench.ts'
import { type Books, checkBooks } from '../books.ts'
import { atMost, below, type Figure, type RowOutcome, type Target } from '../figure.ts'
import { openPaymentLoads, type PaymentLoadFacts } from '../payment-load.ts'
import type { BenchRow } from '../row.ts'

/** Payments arrive by schedule, whatever the answers do; then the books are checked. */
interface PaymentsPlan {
  readonly name: string
  readonly title: string
  readonly paymentsPerSecond: number
  readonly connections: number
  readonly seconds: number
  readonly p99: Target
  /** Promised for this rate only. */
  readonly resources?: { readonly rssBytes: Target; readonly measuringCores: Target }
}

const warmUpSeconds = 5

export const payments3000 = paymentsRow({
  name: 'payments-3000',
  title: 'Payments, open loop, 3,000/s for 60 s',
  paymentsPerSecond: 3_000,
  connections: 500,
  seconds: 60,
  p99: below(50),
  resources: { rssBytes: below(250e6), measuringCores: atMost(0.4) },
})

export const payments9000 = paymentsRow({
  name: 'payments-9000',
  title: 'Payments, open loop, 9,000/s for 30 s',
  paymentsPerSecond: 9_000,
  connections: 2_000,
  seconds: 30,
  p99: below(100),
})

function paymentsRow(plan: PaymentsPlan): BenchRow {
  const { name, title } = plan
  return { name, title, onServices: true, measure: (bench) => measure(bench, plan) }
}

async function measure(bench: Bench, plan: PaymentsPlan): Promise<RowOutcome> {
  await using loads = await openPaymentLoads(bench)
  const { paymentsPerSecond, connections } = plan
  const seconds = bench.options.seconds ?? plan.seconds
  bench.say(`${plan.name}: ${warmUpSeconds} s to warm up`)
  await loads.run({ paymentsPerSecond, connections, seconds: warmUpSeconds })
  bench.say(`${plan.name}: ${seconds} s at ${paymentsPerSecond}/s`)
  const facts = await loads.run({ paymentsPerSecond, connections, seconds })
  bench.say(`${plan.name}: checking the books`)
  const { databaseUrl } = loads.stage.place.address
  const books = await checkBooks(bench, databaseUrl, ['payments'], await loads.acknowledged())
  const saturated = facts.result.generator.saturated
  return {
    kind: 'measured',
    figures: [
      ...loadFigures(facts, plan),
      ...lossFigures(facts, books),
      ...resourceFigures(facts, plan),
    ],
    remarks: [
      `${seconds} s of load after ${warmUpSeconds} s of warm-up, ${connections} connections` +
        (seconds === plan.seconds ? '' : `; the promise is for ${plan.seconds} s`),
      ...books.violated,
      ...troublesOf(facts),
    ],
    ...(saturated === undefined ? {} : { invalid: `the generator was the limit: ${saturated}` }),
  }
}

/** Whatever kept a payment from being accepted, by what the client saw of it. */
function troublesOf({ result, counted }: PaymentLoadFacts): string[] {
  const counts = {
    ...result.failures,
    'no answer in time': result.timeouts,
    'connection lost or refused': result.connectionErrors,
    'shed by the system': counted.shed,
    'rejected by the system': counted.rejected,
  }
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([what, count]) => `${what}: ${exact(count)}`)
}

function loadFigures(facts: PaymentLoadFacts, plan: PaymentsPlan): Figure[] {
  const { latency } = facts
  return [
    { what: 'offered', value: facts.offeredPerSecond, unit: '/s' },
    { what: 'accepted', value: facts.acceptedPerSecond, unit: '/s' },
    { what: 'latency p50', value: latency?.p50, unit: 'ms' },
    { what: 'latency p99', value: latency?.p99, unit: 'ms', target: plan.p99 },
    { what: 'latency max', value: latency?.max, unit: 'ms' },
  ]
}

/** Offered, acknowledged and counted by the system are three counts of the same payments. */
function lossFigures({ result, counted }: PaymentLoadFacts, books: Books): Figure[] {
  const none = atMost(0)
  return [
    {
      what: 'offered but not accepted',
      value: result.journeysOffered - result.acknowledged,
      unit: '',
      target: none,
    },
    {
      what: 'difference from what the system counted',
      value: Math.abs(result.acknowledged - counted.accepted),
      unit: '',
      target: none,
    },
    {
      what: `invariants violated, of ${books.checked}`,
      value: books.violated.length,
      unit: '',
      target: none,
    },
  ]
}

function resourceFigures(facts: PaymentLoadFacts, plan: PaymentsPlan): Figure[] {
  const { cores, counted, result } = facts
  const { parts } = cores
  const measuring = parts.generator === undefined ? undefined : parts.generator + cores.probes
  const cpuUsEach = (part: number | undefined) =>
    part === undefined ? undefined : (part * cores.wallMs * 1_000) / result.journeysOffered
  return [
    withTarget(
      { what: 'system memory, peak', value: facts.rssBytesPeak, unit: 'bytes' },
      plan.resources?.rssBytes,
    ),
    withTarget(
      { what: 'generator and probes', value: measuring, unit: 'cores' },
      plan.resources?.measuringCores,
    ),
    { what: 'system', value: parts.system, unit: 'cores' },
    { what: 'Postgres', value: parts.postgres, unit: 'cores' },
    { what: 'Kafka', value: parts.kafka, unit: 'cores' },
    { what: 'Redis', value: parts.redis, unit: 'cores' },
    { what: 'system CPU per payment', value: cpuUsEach(parts.system), unit: 'us' },
    { what: 'Postgres CPU per payment', value: cpuUsEach(parts.postgres), unit: 'us' },
    { what: 'payments in one batch, mean', value: counted.batched / counted.batches, unit: '1' },
  ]
}

function withTarget(figure: Figure, target: Target | undefined): Figure {
  return target === undefined ? figure : { ...figure, target }
}
