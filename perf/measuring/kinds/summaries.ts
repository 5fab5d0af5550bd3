import { KnownFailure } from '../../errors.ts'
import type { Latencies } from '../../load/load.ts'
import { type LatencyMs, latencyOf, mergeLatencies } from '../../load/merge.ts'
import { median, quantile } from '../../stats/quantile.ts'
import { checkSample, type Sample } from '../../stats/sample.ts'

/** Median of what was measured; nothing measured is a failure, never a zero. */
export function medianOf(what: string, values: readonly number[]): number {
  return median(checkedSample(what, values))
}

/** Latency over many loads together; no answer at all is a failure, never a zero. */
export function latencyOver(what: string, loads: readonly Latencies[]): LatencyMs {
  const latency = latencyOf(mergeLatencies(loads))
  if (latency === undefined) throw nothingAnswered(what)
  return latency
}

/** Of the slices, from the one that was disturbed least on. */
const undisturbedShare = 0.25

/**
 * Latency of the slices that the machine disturbed least: each slice has its own percentiles, and
 * the first quartile of those stands for all. Neighbours only ever make a slice slower, and one in
 * which they make the system stand still has a p95 of its own kind, which is most of what the p95
 * over all slices together is made of. What the system's own stalls do now and then is in the p99,
 * which is over all slices.
 */
export function undisturbedLatency(
  what: string,
  slices: readonly Latencies[],
): Pick<LatencyMs, 'p50' | 'p95'> {
  const answered = slices.map(latencyOf).filter((latency) => latency !== undefined)
  if (answered.length === 0) throw nothingAnswered(what)
  const share = (of: 'p50' | 'p95') => {
    const values = answered.map((latency) => latency[of])
    return quantile(checkedSample(`${what}: ${of} of a slice`, values), undisturbedShare)
  }
  return { p50: share('p50'), p95: share('p95') }
}

function checkedSample(what: string, values: readonly number[]): Sample {
  const outcome = checkSample(values)
  if (outcome.kind === 'refused') throw new KnownFailure('load', `${what}: ${outcome.message}`)
  return outcome.sample
}

function nothingAnswered(what: string): KnownFailure {
  return new KnownFailure('load', `${what}: no journey came to its end, expected latencies`)
}
