import { totalmem } from 'node:os'
import { getHeapStatistics } from 'node:v8'
import { connectAdmin } from '../target/databases.ts'
import type { GrowthResult, HeldResult } from './document.ts'
import { heldBy } from './judging/held-by.ts'
import { judgeGrowth, leakPolicy } from './judging/leak.ts'
import { soakSeries } from './judging/soak-series.ts'
import { databaseGrowth } from './observing/database-growth.ts'
import { heapFloors } from './observing/heap-floor.ts'
import { rarely } from './observing/rarely.ts'
import { runSteady, type ShapeRun, type SteadyRequest } from './run-steady.ts'

/** A load that is held, with everything read that may grow meanwhile. */
export interface SoakRun extends ShapeRun {
  readonly growth: readonly GrowthResult[]
  /** By whom what is still held was allocated, largest first. */
  readonly held: readonly HeldResult[]
}

export async function runSoak(request: SteadyRequest, inspectorPort: number): Promise<SoakRun> {
  const { rig, options } = request
  await using opening = new AsyncDisposableStack()
  const floors = opening.use(
    await heapFloors(inspectorPort, options.durationMs * leakPolicy.trimmedShare),
  )
  const database = await connectAdmin(rig.address.databaseUrl)
  opening.defer(() => database.end())
  // Two in each stretch: one that comes late still leaves none without.
  const everyMs = (options.durationMs * (1 - leakPolicy.trimmedShare)) / leakPolicy.stretches / 2
  const readings = [rarely(everyMs, floors.read), rarely(everyMs / 2, databaseGrowth(database))]
  const run = await runSteady(request, readings)
  // The system's Node is this one, started without a limit of its own.
  const capacities = { heapBytes: getHeapStatistics().heap_size_limit, memoryBytes: totalmem() }
  const growth = judgeGrowth(soakSeries(run.figures, capacities), run.plan.durationMs)
  const tree = await floors.held()
  const held = tree === undefined ? [] : heldBy(tree, options.config.repository)
  return { ...run, growth, held }
}
