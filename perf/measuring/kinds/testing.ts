import { encodeHistogram, newHistogram } from '../../load/histogram.ts'
import type { Latencies } from '../../load/load.ts'

/** What a load says of requests that were answered after so many milliseconds. */
export function answeredAfter(...latenciesMs: readonly number[]): Latencies {
  const histogram = newHistogram()
  for (const ms of latenciesMs) histogram.recordValue(ms * 1_000)
  return { count: latenciesMs.length, histogram: encodeHistogram(histogram) }
}
