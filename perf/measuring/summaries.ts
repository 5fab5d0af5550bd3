import { KnownFailure } from '../errors.ts'
import type { Latencies } from '../load/load.ts'
import { type LatencyMs, latencyOf, mergeLatencies } from '../load/merge.ts'
import { median } from '../stats/quantile.ts'
import { checkSample } from '../stats/sample.ts'

/** Median of what was measured; nothing measured is a failure, never a zero. */
export function medianOf(what: string, values: readonly number[]): number {
  const outcome = checkSample(values)
  if (outcome.kind === 'refused') throw new KnownFailure('load', `${what}: ${outcome.message}`)
  return median(outcome.sample)
}

/** Latency over many loads together; no answer at all is a failure, never a zero. */
export function latencyOver(what: string, loads: readonly Latencies[]): LatencyMs {
  const latency = latencyOf(mergeLatencies(loads))
  if (latency === undefined) {
    throw new KnownFailure('load', `${what}: no journey came to its end, expected latencies`)
  }
  return latency
}
