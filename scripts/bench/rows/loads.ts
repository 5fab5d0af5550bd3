import type { ShapeResult } from '../../../perf/shapes/document.ts'
import { atLeast, atMost, below, type Figure, type Target } from '../figure.ts'
import type { BenchRow } from '../row.ts'
import { coreFigures, inWindowSuccess, latencyFigures } from '../shape-figures.ts'
import { lossFigures, rateFigures, shapeOutcome } from '../shape-figures.ts'
import { loadByShape, type ShapeAsked } from '../shape-load.ts'

/**
 * The source's mix of payments at a rate that is held, by the very shape that people run (R3.24,
 * R3.32).
 */
interface LoadPlan {
  readonly name: string
  readonly title: string
  readonly asked: ShapeAsked
  readonly p50?: Target
  readonly p99?: Target
  /** From when a payment was accepted to when a reader of the topic was told of it. */
  readonly eventP95?: Target
  /** Promised for the rate that the source states only. */
  readonly systemBytes?: Target
  readonly notes?: readonly string[]
  /** The disk's share of the latency has to be seen beside it. */
  readonly showsDisk?: true
}

const held = (rate: number, seconds: number): ShapeAsked => ({
  shape: 'load',
  flags: { rate: String(rate) },
  seconds,
})

export const load3000 = loadRow({
  name: 'load-3000',
  title: 'A load of 3,000 payments/s for 300 s, open loop, 30 s of ramp',
  asked: { ...held(3_000, 300), durability: 'process-crash' },
  p50: below(10),
  p99: below(20),
  notes: ['The source allows 500 ms at p99, the load shape itself 150 ms'],
  eventP95: below(100),
  systemBytes: below(250e6),
})

/**
 * What it takes where every commit waits for the disk: how long that is, is the disk's business.
 */
export const load3000Fsync = loadRow({
  name: 'load-3000-fsync',
  title: 'A load of 3,000 payments/s for 300 s with every commit on the disk (fsync on)',
  asked: { ...held(3_000, 300), durability: 'durable' },
  showsDisk: true,
})

export const load12000 = loadRow({
  name: 'load-12000',
  title: 'A load of 12,000 payments/s for 60 s, open loop, 6 s of ramp',
  asked: held(12_000, 60),
  p99: below(100),
})

function loadRow(plan: LoadPlan): BenchRow {
  const { name, title, asked, notes = [] } = plan
  return {
    name,
    title,
    async measure(bench) {
      const result = await loadByShape(bench, name, asked)
      const { command } = bench.options
      const promisedSeconds = asked.seconds
      return shapeOutcome(result, figuresOf(result, plan), { command, promisedSeconds, notes })
    },
  }
}

function figuresOf(result: ShapeResult, plan: LoadPlan): Figure[] {
  const { load, machine } = result
  const { p50, p99, max } = latencyFigures(load.steady)
  return [
    ...rateFigures(load.steady),
    {
      what: 'success, of payments in the windows of their banks',
      value: inWindowSuccess(load),
      unit: '%',
      target: atLeast(100),
    },
    withTarget(p50, plan.p50),
    withTarget(p99, plan.p99),
    ...(plan.showsDisk === undefined ? [] : diskFigures(machine)),
    max,
    withTarget(
      { what: 'accepted to event, p95', value: load.events?.p95, unit: 'ms' },
      plan.eventP95,
    ),
    ...lossFigures(result),
    withTarget(
      { what: 'system memory, peak', value: load.systemRssBytesPeak ?? undefined, unit: 'bytes' },
      plan.systemBytes,
    ),
    ...coreFigures(load.cores, load.whole),
  ]
}

/** Before the load, of an idle disk: no commit that waits for it is faster. */
function diskFigures({ fdatasyncMsP50, fdatasyncMsP99 }: ShapeResult['machine']): Figure[] {
  const what = 'one durable write to the same disk by itself'
  return [
    { what: `${what}, p50`, value: fdatasyncMsP50 ?? undefined, unit: 'ms' },
    { what: `${what}, p99`, value: fdatasyncMsP99 ?? undefined, unit: 'ms' },
  ]
}

function withTarget(figure: Figure, target: Target | undefined): Figure {
  return target === undefined ? figure : { ...figure, target }
}

const users = 10_000
const usersSeconds = 120

/** A connection each, and as many of them at work at once as come back from their pause. */
export const users10000: BenchRow = {
  name: 'users-10000',
  title: `10,000 users with a pause of 5 s, a connection each, ${usersSeconds} s`,
  async measure(bench) {
    const flags = { users: String(users), think: '5s' }
    const result = await loadByShape(bench, 'users-10000', {
      shape: 'load',
      flags,
      seconds: usersSeconds,
    })
    const { command } = bench.options
    return shapeOutcome(result, userFigures(result), { command, promisedSeconds: usersSeconds })
  },
}

function userFigures(result: ShapeResult): Figure[] {
  const { cores, generator, steady, whole, systemRssBytesPeak } = result.load
  const { p50, p99, max } = latencyFigures(steady)
  const { generator: generatorCores, ...others } = cores
  return [
    ...rateFigures(steady),
    { what: 'errors and refusals', value: whole.errors + whole.shed, unit: '', target: atMost(0) },
    {
      what: 'generator',
      value: generatorCores ?? generator.cores,
      unit: 'cores',
      target: below(0.6),
    },
    { what: 'generator memory', value: generator.rssBytes, unit: 'bytes', target: below(500e6) },
    p50,
    p99,
    max,
    ...lossFigures(result),
    { what: 'system memory, peak', value: systemRssBytesPeak ?? undefined, unit: 'bytes' },
    ...coreFigures(others, whole),
  ]
}
