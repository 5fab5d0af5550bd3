import type { Latencies } from '../../load/load.ts'
import { rssBytesPeak } from '../../probes/memory.ts'
import { parsePrometheus, sumOf } from '../../probes/prometheus-text.ts'
import type { Generation } from '../../result/document.ts'
import { target } from '../../target/contract.ts'
import { barrier } from '../generation/barrier.ts'
import { type GenerationPlan, orderLetters, sliceOrder } from '../generation/coin.ts'
import type { Pair, Station } from '../generation/pair.ts'
import type { Workbench } from '../workbench.ts'
import { CpuMeter } from './cpu-meter.ts'
import type { JourneyLoads, JourneyRunContext } from './journey-loads.ts'
import { metricIds } from '../../result/metric-id.ts'
import { latenciesByStep } from './step-latencies.ts'
import { latencyOver, undisturbedLatency } from './summaries.ts'

/** What the slices of one arm add up to. */
class ArmSlices {
  readonly meter: CpuMeter
  /** Of the open slices. */
  readonly journeyLatencies: Latencies[] = []
  /** Of the open slices, by step. */
  readonly steps: Record<string, Latencies[]> = {}
  journeys = 0
  durationMs = 0

  constructor(bench: Workbench, station: Station) {
    this.meter = new CpuMeter(station.system.pid, bench.session.services.postgresRootPid)
  }
}

/**
 * One generation of a journey whose arms are warm: level them, then slices in the coin's order –
 * closed loop for cost and throughput, open arrivals for latency, never one from the other.
 */
export async function measureJourneyGeneration(
  context: JourneyRunContext,
  pair: Pair,
  plan: GenerationPlan,
  loads: JourneyLoads,
): Promise<Omit<Generation, 'dropped'>> {
  const { bench, scenario, totals } = context
  const slices = {
    base: new ArmSlices(bench, pair.base),
    head: new ArmSlices(bench, pair.head),
  }
  await barrier(bench, pair, plan.warmUpOrder)
  const closedOrder = sliceOrder(plan.firstInSlices, scenario.slices.closedCount)
  for (const arm of closedOrder) {
    const own = slices[arm]
    const shape = { kind: 'closed', connections: scenario.closed.connections } as const
    const length = { durationMs: scenario.slices.closedMs }
    const result = await own.meter.during(() => loads.run(pair[arm], shape, length))
    own.journeys += result.journeysCompleted
    own.durationMs += result.durationMs
    totals[arm].add(result)
  }
  for (const arm of sliceOrder(plan.firstInSlices, scenario.slices.openCount)) {
    const shape = { kind: 'open', ...scenario.open } as const
    const result = await loads.run(pair[arm], shape, { durationMs: scenario.slices.openMs })
    slices[arm].journeyLatencies.push(result.journeys)
    for (const [step, seen] of Object.entries(result.steps)) {
      ;(slices[arm].steps[step] ??= []).push(seen)
    }
    totals[arm].add(result)
  }
  return {
    index: plan.index,
    order: orderLetters(closedOrder),
    slots: { ...plan.slots },
    base: await sampleOf(slices.base, pair.base),
    head: await sampleOf(slices.head, pair.head),
  }
}

async function sampleOf(slices: ArmSlices, station: Station): Promise<Record<string, number>> {
  const what = `${station.arm} arm`
  const undisturbed = undisturbedLatency(what, slices.journeyLatencies)
  const overall = latencyOver(what, slices.journeyLatencies)
  const rss = rssBytesPeak(station.system.pid)
  const batchSize = await batchSizeMean(station)
  return {
    ...rates(slices),
    [metricIds.latencyP50]: undisturbed.p50,
    [metricIds.latencyP95]: undisturbed.p95,
    [metricIds.latencyP95Overall]: overall.p95,
    [metricIds.latencyP99]: overall.p99,
    ...latenciesByStep(slices.steps),
    ...(rss === undefined ? {} : { [metricIds.rssPeak]: rss }),
    ...(batchSize === undefined ? {} : { [metricIds.batchSize]: batchSize }),
  }
}

/**
 * Per completed journey; where none was completed there is no such figure, and the error rate says
 * why.
 */
export function rates(
  slices: Pick<ArmSlices, 'journeys' | 'durationMs'> & {
    readonly meter: Pick<CpuMeter, 'systemUs' | 'postgresUs'>
  },
): Record<string, number> {
  const { journeys, durationMs, meter } = slices
  if (journeys === 0) return {}
  const { postgresUs } = meter
  return {
    [metricIds.throughput]: journeys / (durationMs / 1_000),
    [metricIds.cpuSystem]: meter.systemUs / journeys,
    ...(postgresUs === undefined ? {} : { [metricIds.cpuPostgres]: postgresUs / journeys }),
  }
}

/**
 * Over the process's whole life: cost per payment follows the batch size, so it stands beside every
 * cost.
 */
async function batchSizeMean(station: Station): Promise<number | undefined> {
  const answer = await station.system.client.get(target.healthPath.metrics)
  const samples = parsePrometheus(String(answer.body))
  const sum = sumOf(samples, `${target.batchSizeHistogram}_sum`)
  const count = sumOf(samples, `${target.batchSizeHistogram}_count`)
  return sum === undefined || count === undefined || count === 0 ? undefined : sum / count
}
