import { setTimeout as sleep } from 'node:timers/promises'
import type { SerialPasses } from '../../execution/clock-or-work.ts'
import { startLoadGenerator } from '../../load/generator.ts'
import { seededRandom } from '../../load/random.ts'
import { watchRedis } from '../../probes/redis-watch.ts'
import type { ArmName } from '../../result/document.ts'
import type { ExecutionChange } from '../../result/evidence.ts'
import type { CounterPass } from '../../result/recording.ts'
import { blaming } from '../generation/blame.ts'
import { bothSettled } from '../generation/both-arms.ts'
import { tossOrder } from '../generation/coin.ts'
import type { SerialWork } from '../kinds/kind.ts'
import type { Workbench } from '../workbench.ts'
import { type CountedStation, startCountedStations } from './counted-station.ts'
import { type CounterSources, countersBetween, readCounters } from './counter-readings.ts'
import { withTotals } from './counter-totals.ts'
import {
  countedDuring,
  type CountedScript,
  executionCounts,
  withExecution,
} from './execution-pass.ts'
import { quietReading, quietWaits } from './quiet-reading.ts'

/** Of the system's slowest timer. */
const slowestTimerMs = 5_000
/** Outlasts that timer. */
const leisurelyMs = slowestTimerMs + 500
/** Between the operations of a batch scenario. */
const pauseMs = 200

/** For people: the second pass takes longer on purpose. */
const paces = { 1: 'at full speed', 2: 'at a leisurely pace' } as const

export interface CountedWork {
  readonly counters: CounterPass[]
  readonly changes: readonly ExecutionChange[]
}

/**
 * The counter pass: serial, seeded, a fixed number of operations, each arm twice on fresh
 * processes, both arms at the same time. It costs the timings nothing, because nothing is timed
 * here.
 *
 * The first pass works at full speed, the second does the same work at a leisurely pace that
 * outlasts every timer of the system. What the work causes is equal in both; what a clock causes –
 * a watermark, a sweeper, a projection that gathers for a while – differs, and cannot agree by
 * chance.
 */
export async function countPasses(
  bench: Workbench,
  scenario: string,
  work: SerialWork,
  note: (message: string) => void,
): Promise<CountedWork> {
  const random = seededRandom(bench.session.seed)
  await using secondGenerator = await startLoadGenerator({ ledger: bench.ledger })
  using redis = await watchRedis(bench.redis)
  const results: CountedPass[] = []
  for (const pass of [1, 2] as const) {
    note(`counting work in serial passes: pass ${pass} of 2, ${paces[pass]}`)
    const label = `c${scenario.slice(0, 2)}${pass}`
    const overMs = pass === 1 ? 0 : paceAfter(results)
    const request = { bench, label, order: tossOrder(random), secondGenerator }
    await using stations = await startCountedStations(request)
    const count = (arm: ArmName) =>
      blaming(arm, countArm({ bench, redis }, stations[arm], { pass, work, overMs }))
    const [first, second] = request.order
    results.push(...(await bothSettled(count(first), count(second))))
  }
  const scripts = (arm: ArmName) =>
    results.filter((result) => result.pass.arm === arm).map((result) => result.scripts)
  const serial = serialPasses(results, work.operations)
  const execution = executionCounts({ base: scripts('base'), head: scripts('head') }, serial)
  const passes = withTotals(
    results.map(({ pass }) => pass),
    serial,
  )
  return { counters: withExecution(passes, execution), changes: execution.changes }
}

function serialPasses(results: readonly CountedPass[], operations: number): SerialPasses {
  const countedMs = (number: 1 | 2) =>
    results.filter(({ pass }) => pass.pass === number).map((result) => result.countedMs)
  const [fullSpeedMs, leisurelyMs] = [Math.max(...countedMs(1)), Math.min(...countedMs(2))]
  return { operations, fullSpeedMs, leisurelyMs }
}

interface CountedPass {
  readonly pass: CounterPass
  readonly scripts: readonly CountedScript[]
  /** How long was counted: timers had as long to fire. */
  readonly countedMs: number
}

/**
 * A timer can fire equally often in both passes of one arm, and then once in one arm and twice in
 * the other only if full speed took longer than its period. Where a busy machine makes it so, the
 * second pass is longer by two periods, and no timer fires equally often.
 */
function paceAfter(first: readonly CountedPass[]): number {
  const longestMs = Math.max(...first.map(({ countedMs }) => countedMs))
  return longestMs + quietWaits.quietMs < slowestTimerMs
    ? leisurelyMs
    : longestMs + 2 * slowestTimerMs
}

interface PassPlan {
  readonly pass: 1 | 2
  readonly work: SerialWork
  readonly overMs: number
}

async function countArm(
  sources: CounterSources,
  station: CountedStation,
  { pass, work, overMs }: PassPlan,
): Promise<CountedPass> {
  const { system, arm, armFolder } = station
  // Asking whether it is quiet is work as well, of as many rounds as chance will have it.
  let counting = false
  const quiesce = () => (counting ? sleep(pauseMs) : system.quiesce())
  const worked = { ...station, system: { ...system, quiesce } }
  await work.run(worked, work.settleOperations, 0)
  await system.quiesce()
  counting = true
  const before = await readCounters(sources, station)
  let after = before
  const startMs = performance.now()
  const scripts = await countedDuring(station.inspector, { armFolder, pass }, async () => {
    await work.run(worked, work.operations, overMs)
    after = await quietReading(station, () => readCounters(sources, station))
  })
  const countedMs = performance.now() - startMs
  await system.quiesce()
  const values = countersBetween(before, after, work.operations)
  return { pass: { arm, pass, values }, scripts, countedMs }
}
