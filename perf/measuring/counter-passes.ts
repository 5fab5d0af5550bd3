import { seededRandom } from '../load/random.ts'
import type { ArmName } from '../result/document.ts'
import type { CounterPass } from '../result/recording.ts'
import { tossOrder } from './coin.ts'
import { countersSince, readCounters } from './counter-readings.ts'
import { withTotals } from './counter-totals.ts'
import type { SerialWork } from './kind.ts'
import { startStation } from './pair.ts'
import type { Workbench } from './workbench.ts'

/** Longer than the period of the system's slowest timer, which is five seconds. */
const leisurelyMs = 5_500

/**
 * The counter pass: serial, seeded, a fixed number of operations, each arm twice on fresh processes. It
 * costs the timings nothing, because nothing is timed here.
 *
 * The first pass works at full speed, the second does the same work at a leisurely pace that outlasts
 * every timer of the system. What the work causes is equal in both; what a clock causes – a watermark, a
 * sweeper, a projection that gathers for a while – differs, and cannot agree by chance.
 */
export async function countPasses(
  bench: Workbench,
  scenario: string,
  work: SerialWork,
): Promise<CounterPass[]> {
  const random = seededRandom(bench.session.seed)
  const passes: CounterPass[] = []
  for (const pass of [1, 2] as const) {
    for (const arm of tossOrder(random)) {
      passes.push(await countPass(bench, scenario, arm, pass, work))
    }
  }
  return withTotals(passes)
}

async function countPass(
  bench: Workbench,
  scenario: string,
  arm: ArmName,
  pass: 1 | 2,
  work: SerialWork,
): Promise<CounterPass> {
  await using station = await startStation(bench, arm, `c${scenario.slice(0, 2)}${arm[0]}${pass}`)
  await work.run(station, work.settleOperations, 0)
  await station.system.quiesce()
  const before = await readCounters(bench, station)
  await work.run(station, work.operations, pass === 1 ? 0 : leisurelyMs)
  await station.system.quiesce()
  const values = await countersSince(bench, station, before, work.operations)
  return { arm, pass, values }
}
