import type { LoadRequest, Latencies } from '../../load/load.ts'
import type { ControlScenario } from '../../scenarios/scenario.ts'
import { targetHeaders } from '../../target/contract.ts'
import { barrier } from '../generation/barrier.ts'
import { type GenerationPlan, orderLetters, sliceOrder } from '../generation/coin.ts'
import type { Pair, Station } from '../generation/pair.ts'
import type { Workbench } from '../workbench.ts'
import { CpuMeter } from './cpu-meter.ts'
import type { KindMeasure, MeasuredPair } from './kind.ts'
import { loadOn } from './load-on.ts'
import { LoadTotals } from './load-totals.ts'
import { metricIds } from '../../result/metric-id.ts'
import { spinMs } from './spin.ts'
import { latencyOver, medianOf } from './summaries.ts'

/** The negative controls: what no change can reach is measured like everything else. */
export function controlKind(
  bench: Workbench,
  scenario: ControlScenario,
  scenarioFile: string,
): KindMeasure {
  const totals = { base: new LoadTotals(), head: new LoadTotals() }
  const control = new Control(bench, scenario, scenarioFile)
  return {
    async generation(pair, plan) {
      for (const arm of plan.warmUpOrder) {
        await control.load(pair[arm], plan.loadSeed, { journeys: warmUpRequests })
      }
      await barrier(bench, pair, plan.warmUpOrder)
      return control.generation(pair, plan, totals)
    },
    invariants: async () => [],
    serialWork: undefined,
    underLoad: undefined,
    load: () => ({
      load: { base: totals.base.summary(), head: totals.head.summary() },
      requests: { base: totals.base.requestTotals(), head: totals.head.requestTotals() },
      saturated: undefined,
    }),
  }
}

const warmUpRequests = 600
const requestTimeoutMs = 5_000

interface ControlSlices {
  readonly meter: CpuMeter
  readonly spins: number[]
  readonly latencies: Latencies[]
  requests: number
}

class Control {
  readonly #bench: Workbench
  readonly #scenario: ControlScenario
  readonly #scenarioFile: string

  constructor(bench: Workbench, scenario: ControlScenario, scenarioFile: string) {
    this.#bench = bench
    this.#scenario = scenario
    this.#scenarioFile = scenarioFile
  }

  load(station: Station, seed: number, length: { durationMs?: number; journeys?: number }) {
    const request: LoadRequest = {
      scenarioFile: this.#scenarioFile,
      baseUrl: station.system.client.baseUrl,
      headers: targetHeaders(this.#bench.token),
      shape: { kind: 'closed', connections: this.#scenario.connections },
      ...length,
      requestTimeoutMs,
      seed,
      firstSequence: 0,
    }
    return loadOn(station.system, this.#bench.generator, request)
  }

  async generation(
    pair: Pair,
    plan: GenerationPlan,
    totals: Readonly<Record<'base' | 'head', LoadTotals>>,
  ): Promise<MeasuredPair> {
    const slices = { base: this.#slices(pair.base), head: this.#slices(pair.head) }
    const order = sliceOrder(plan.firstInSlices, this.#scenario.slicesPerArm)
    for (const arm of order) {
      const own = slices[arm]
      const length = { durationMs: this.#scenario.sliceMs }
      const result = await own.meter.during(() => this.load(pair[arm], plan.loadSeed, length))
      totals[arm].add(result)
      own.requests += result.requestsCompleted
      own.latencies.push(result.journeys)
      own.spins.push(spinMs(this.#scenario.spinRounds))
    }
    return {
      index: plan.index,
      order: orderLetters(order),
      slots: { ...plan.slots },
      base: sampleOf(slices.base),
      head: sampleOf(slices.head),
    }
  }

  #slices(station: Station): ControlSlices {
    const meter = new CpuMeter(station.system.pid, undefined)
    return { meter, spins: [], latencies: [], requests: 0 }
  }
}

function sampleOf(slices: ControlSlices): Record<string, number> {
  return {
    [metricIds.cpuControl]: slices.meter.systemUs / slices.requests,
    [metricIds.latencyP50]: latencyOver('static endpoint', slices.latencies).p50,
    [metricIds.spin]: medianOf('spin loop', slices.spins),
  }
}
