import { decodeHistogram, latencyOf, mergeLatencies } from '../../load/merge.ts'
import type { Latencies, LoadCounts, LoadInterval } from '../../load/load.ts'
import type { LatencyFigures, PhaseFigures } from '../document.ts'

/** Rates and percentiles of stretches of a load, from what the generator told of each. */
export interface Stretch {
  readonly fromMs: number
  readonly toMs: number
  /** In this stretch alone. */
  readonly offered: number
  readonly completed: number
  readonly shed: number
  /** Everything else that did not end as expected. */
  readonly errors: number
  readonly journeys: Latencies
  readonly queued: number
  readonly generatorCores: number
}

const nothing: Pick<LoadInterval, 'counts' | 'generatorCpuUs'> = {
  counts: {
    journeysOffered: 0,
    journeysCompleted: 0,
    requestsCompleted: 0,
    failures: {},
    shed: 0,
    timeouts: 0,
    connectionErrors: 0,
    acknowledged: 0,
    labels: {},
    volumesMinor: {},
  },
  generatorCpuUs: 0,
}

/** Unexpected answers that are no refusals, and requests that were never answered. */
export function errorsOf({ failures, shed, timeouts, connectionErrors }: LoadCounts): number {
  const unexpected = Object.values(failures).reduce((sum, count) => sum + count, 0)
  return unexpected - shed + timeouts + connectionErrors
}

/** `before` is the interval that ended where this one begins; none for the first. */
export function stretchOf(
  before: Pick<LoadInterval, 'counts' | 'generatorCpuUs'> | undefined,
  interval: LoadInterval,
): Stretch {
  const { counts, fromMs, toMs } = interval
  const earlier = before ?? nothing
  const then = earlier.counts
  const cpuUs = interval.generatorCpuUs - earlier.generatorCpuUs
  return {
    fromMs,
    toMs,
    offered: counts.journeysOffered - then.journeysOffered,
    completed: counts.journeysCompleted - then.journeysCompleted,
    shed: counts.shed - then.shed,
    errors: errorsOf(counts) - errorsOf(then),
    journeys: interval.journeys,
    queued: interval.queued,
    generatorCores: toMs > fromMs ? cpuUs / 1_000 / (toMs - fromMs) : 0,
  }
}

export function latencyFigures(journeys: Latencies): LatencyFigures | null {
  const latency = latencyOf(journeys)
  if (latency === undefined) return null
  const { p50, p95, p99, max } = latency
  return { mean: decodeHistogram(journeys.histogram).mean / 1_000, p50, p95, p99, max }
}

/**
 * Figures of stretches; rates are those within their own time.
 * @param late stretches after them, of which only what was counted and how long it took belongs to
 * them
 */
export function figuresOf(
  stretches: readonly Stretch[],
  late: readonly Stretch[] = [],
): PhaseFigures {
  const all = [...stretches, ...late]
  const sum = (of: (stretch: Stretch) => number, among = all) =>
    among.reduce((total, stretch) => total + of(stretch), 0)
  const own = [...stretches]
  const seconds = sum(({ fromMs, toMs }) => toMs - fromMs, own) / 1_000
  const rate = (of: (stretch: Stretch) => number) => (seconds > 0 ? sum(of, own) / seconds : 0)
  return {
    seconds,
    offered: sum(({ offered }) => offered),
    completed: sum(({ completed }) => completed),
    shed: sum(({ shed }) => shed),
    errors: sum(({ errors }) => errors),
    offeredPerSecond: rate(({ offered }) => offered),
    completedPerSecond: rate(({ completed }) => completed),
    latencyMs: latencyFigures(mergeLatencies(all.map(({ journeys }) => journeys))),
  }
}

/** A stretch belongs to a part when more than half of it lies there. */
export function stretchesWithin<T extends Pick<Stretch, 'fromMs' | 'toMs'>>(
  stretches: readonly T[],
  fromMs: number,
  toMs: number,
): T[] {
  return stretches.filter((stretch) => {
    const middle = (stretch.fromMs + stretch.toMs) / 2
    return middle >= fromMs && middle < toMs
  })
}
