import { setTimeout as sleep } from 'node:timers/promises'
import { rssBytesPeak } from '../../probes/memory.ts'
import type { ArmName } from '../../result/document.ts'
import type { BatchScenario } from '../../scenarios/scenario.ts'
import { barrier } from '../generation/barrier.ts'
import { type GenerationPlan, orderLetters, sliceOrder } from '../generation/coin.ts'
import { checkInvariants } from '../generation/invariants.ts'
import type { Pair, Station } from '../generation/pair.ts'
import type { Workbench } from '../workbench.ts'
import { CpuMeter } from './cpu-meter.ts'
import type { KindMeasure, LoadedWork, MeasuredPair, SerialWork } from './kind.ts'
import { metricIds } from '../../result/metric-id.ts'
import { onceByDatabase } from './once-by-database.ts'
import { askScenarioOracles } from './scenario-oracles.ts'
import { medianOf } from './summaries.ts'

/** Batches one after the other, each timed from submission to durable completion. */
export function batchKind(bench: Workbench, scenario: BatchScenario): KindMeasure {
  let batches: Record<ArmName, ArmBatches> | undefined
  const batchesOf = onceByDatabase((station) => new ArmBatches(bench, scenario, station))
  return {
    generation(pair, plan) {
      batches = {
        base: new ArmBatches(bench, scenario, pair.base),
        head: new ArmBatches(bench, scenario, pair.head),
      }
      return measureBatchGeneration(bench, scenario, pair, plan, batches)
    },
    async invariants(pair) {
      const results = []
      for (const arm of ['base', 'head'] as const) {
        const acknowledged = batches?.[arm].acknowledged ?? []
        const check = { ...pair[arm], ids: scenario.invariants, acknowledged }
        results.push(...(await checkInvariants(check)))
        results.push(...(await askScenarioOracles(pair[arm], scenario.oracles ?? [])))
      }
      return results
    },
    serialWork: batchSerialWork(bench, scenario),
    underLoad: (station, seconds) => batchesFor(batchesOf(station), seconds),
    load: () => ({ load: null, requests: null, saturated: undefined }),
  }
}

class ArmBatches {
  readonly station: Station
  readonly meter: CpuMeter
  readonly #scenario: BatchScenario
  readonly durationsMs: number[] = []
  /** Of every batch, warm-up included. */
  readonly acknowledged: string[] = []
  #next = 0

  constructor(bench: Workbench, scenario: BatchScenario, station: Station) {
    this.station = station
    this.meter = new CpuMeter(station.system.pid, bench.session.services.postgresRootPid)
    this.#scenario = scenario
  }

  /** Runs batches and waits until nothing of them is left to do. */
  async run(count: number): Promise<number[]> {
    const { system } = this.station
    const durationsMs: number[] = []
    for (let batch = 0; batch < count; batch += 1) {
      const start = performance.now()
      const id = await system.guard(this.#scenario.run(system.client, this.#next))
      durationsMs.push(performance.now() - start)
      this.acknowledged.push(id)
      this.#next += 1
    }
    await system.quiesce()
    return durationsMs
  }
}

async function measureBatchGeneration(
  bench: Workbench,
  scenario: BatchScenario,
  pair: Pair,
  plan: GenerationPlan,
  arms: Readonly<Record<ArmName, ArmBatches>>,
): Promise<MeasuredPair> {
  for (const arm of plan.warmUpOrder) await arms[arm].run(scenario.warmUpBatches)
  await barrier(bench, pair, plan.warmUpOrder)
  const order = sliceOrder(plan.firstInSlices, scenario.slicesPerArm)
  for (const arm of order) {
    const own = arms[arm]
    own.durationsMs.push(...(await own.meter.during(() => own.run(scenario.batchesPerSlice))))
  }
  return {
    index: plan.index,
    order: orderLetters(order),
    slots: { ...plan.slots },
    base: sampleOf(arms.base),
    head: sampleOf(arms.head),
  }
}

function sampleOf(batches: ArmBatches): Record<string, number> {
  const count = batches.durationsMs.length
  const cpuPostgres = batches.meter.postgresUs
  const rss = rssBytesPeak(batches.station.system.pid)
  return {
    [metricIds.duration]: medianOf('batch duration', batches.durationsMs),
    [metricIds.cpuSystem]: batches.meter.systemUs / count,
    ...(cpuPostgres === undefined ? {} : { [metricIds.cpuPostgres]: cpuPostgres / count }),
    ...(rss === undefined ? {} : { [metricIds.rssPeak]: rss }),
  }
}

/** What one database holds to be worked on is limited: two such loads are within it. */
const batchesUnderLoadMost = 16

/** Batches until the time is over; at least one, however long it takes. */
async function batchesFor(batches: ArmBatches, seconds: number): Promise<LoadedWork> {
  const start = performance.now()
  let operations = 0
  do {
    await batches.run(1)
    operations += 1
  } while (performance.now() - start < seconds * 1_000 && operations < batchesUnderLoadMost)
  return { operations, durationMs: performance.now() - start }
}

function batchSerialWork(bench: Workbench, scenario: BatchScenario): SerialWork {
  const batchesOf = onceByDatabase((station) => new ArmBatches(bench, scenario, station))
  return {
    // Each of the system's two connections is to have planned the statements of a batch before
    // counting.
    settleOperations: 2,
    operations: scenario.counterBatches,
    async run(station, count, overMs) {
      const own = batchesOf(station)
      for (let batch = 0; batch < count; batch += 1) {
        await own.run(1)
        await sleep(overMs / count)
      }
    },
  }
}
