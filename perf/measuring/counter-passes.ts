import { setTimeout as sleep } from 'node:timers/promises'
import { seededRandom } from '../load/random.ts'
import type { ArmName } from '../result/document.ts'
import type { CounterPass } from '../verdict/recording.ts'
import { tossOrder } from './coin.ts'
import { beginCounting, endCounting } from './counter-readings.ts'
import { withTotals } from './counter-totals.ts'
import { type Station, startStation } from './pair.ts'
import type { Workbench } from './workbench.ts'

/**
 * The counter pass: serial, seeded, a fixed number of operations, each arm twice on fresh processes. It
 * costs the timings nothing, because nothing is timed here.
 */
export interface CountedWork {
  /** Operations before counting begins: connections, caches and prepared statements. */
  readonly settleOperations: number
  /** Halves of the counted operations; a pause may lie between them. */
  readonly halfOperations: number
  readonly run: (station: Station, operations: number) => Promise<void>
}

/** Longer than the period of every timer that the system has, so that each fires in one pass more. */
const pauseMs = 6_000

export async function countPasses(
  bench: Workbench,
  scenario: string,
  work: CountedWork,
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
  work: CountedWork,
): Promise<CounterPass> {
  await using station = await startStation(bench, arm, `c${scenario.slice(0, 2)}${arm[0]}${pass}`)
  await work.run(station, work.settleOperations)
  await station.system.quiesce()
  const before = await beginCounting(bench, station)
  await work.run(station, work.halfOperations)
  if (pass === 2) await sleep(pauseMs)
  await work.run(station, work.halfOperations)
  await station.system.quiesce()
  const values = await endCounting(bench, station, before, work.halfOperations * 2)
  return { arm, pass, values }
}
