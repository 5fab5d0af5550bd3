import { KnownFailure } from '../errors.ts'
import type { StepResult } from '../load/load.ts'
import { type LatencyMs, latencyOf, mergeSteps } from '../load/merge.ts'
import { median } from '../stats/quantile.ts'
import { checkSample } from '../stats/sample.ts'

/** Median of what was measured; nothing measured is a failure, never a zero. */
export function medianOf(what: string, values: readonly number[]): number {
  const outcome = checkSample(values)
  if (outcome.kind === 'refused') throw new KnownFailure('load', `${what}: ${outcome.message}`)
  return median(outcome.sample)
}

/** Latency over many loads together; no answer at all is a failure, never a zero. */
export function latencyOver(what: string, steps: readonly StepResult[]): LatencyMs {
  const latency = latencyOf(mergeSteps(steps))
  if (latency === undefined) {
    throw new KnownFailure('load', `${what}: no request was answered, expected latencies`)
  }
  return latency
}
