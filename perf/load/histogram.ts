import * as hdr from 'hdr-histogram-js'

/**
 * The one shape of every latency histogram: microseconds, three significant digits. The range is
 * only where it begins: it grows, so that nothing is capped.
 */
const initialRangeUs = 600_000_000 // 10 minutes

export type LatencyHistogram = hdr.Histogram

export function newHistogram(): LatencyHistogram {
  return hdr.build({
    lowestDiscernibleValue: 1,
    highestTrackableValue: initialRangeUs,
    numberOfSignificantValueDigits: 3,
    bitBucketSize: 32,
    autoResize: true,
  })
}

export function recordMs(histogram: LatencyHistogram, ms: number): void {
  histogram.recordValue(Math.round(ms * 1000))
}

/**
 * In ms. A bucket answers with its upper end, which of the last one is more than anything that was
 * recorded: no percentile is above the maximum.
 */
export function percentileMs(histogram: LatencyHistogram, percentile: number): number {
  return Math.min(histogram.getValueAtPercentile(percentile), histogram.maxValue) / 1000
}

/** HDR V2, zlib-compressed, base64. */
export function encodeHistogram(histogram: LatencyHistogram): string {
  return hdr.encodeIntoCompressedBase64(histogram)
}
