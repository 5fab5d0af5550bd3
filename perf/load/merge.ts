import * as hdr from 'hdr-histogram-js'
import { encodeHistogram, newHistogram, percentileMs, type LatencyHistogram } from './histogram.ts'
import type { Latencies } from './load.ts'

/**
 * Latency of several loads together. Histograms are added, bucket by bucket, and percentiles read
 * from the sum: a mean of percentiles is not a percentile. Buckets are where they are whatever
 * falls into them, so that nothing is lost but what each histogram rounds: G. Tene, HdrHistogram
 * (`Histogram.add`, https://hdrhistogram.github.io/HdrHistogram/); Masson, Rim & Lee, "DDSketch",
 * PVLDB 12 (2019), table 1.
 */
export function decodeHistogram(encoded: string): LatencyHistogram {
  return hdr.decodeFromCompressedBase64(encoded)
}

/** One out of many of the same kind; an empty list gives an empty histogram. */
export function mergeLatencies(results: readonly Latencies[]): Latencies {
  const merged = newHistogram()
  for (const result of results) merged.add(decodeHistogram(result.histogram))
  return { count: merged.totalCount, histogram: encodeHistogram(merged) }
}

export interface LatencyMs {
  readonly count: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly max: number
}

/** Percentiles in ms; undefined when nothing was recorded, because zero would read as fast. */
export function latencyOf(result: Latencies): LatencyMs | undefined {
  const histogram = decodeHistogram(result.histogram)
  if (histogram.totalCount === 0) return undefined
  const ms = (percentile: number) => percentileMs(histogram, percentile)
  return {
    count: histogram.totalCount,
    p50: ms(50),
    p95: ms(95),
    p99: ms(99),
    max: histogram.maxValue / 1000,
  }
}
