import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { encodeHistogram, newHistogram, percentileMs, recordMs } from './histogram.ts'
import { decodeHistogram, latencyOf, mergeLatencies } from './merge.ts'
import type { Latencies } from './load.ts'

function step(latenciesMs: readonly number[]): Latencies {
  const histogram = newHistogram()
  for (const ms of latenciesMs) recordMs(histogram, ms)
  return { count: latenciesMs.length, histogram: encodeHistogram(histogram) }
}

/** Of `stats/vectors/make.py`: loads, and percentiles of all of their values together. */
interface Vectors {
  readonly latenciesUs: readonly (readonly number[])[]
  readonly mergedUs: readonly (readonly [number, number])[]
}

const range = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, index) => from + index)

test('percentiles of a merge are those of all values together, not a mean of percentiles', () => {
  const merged = mergeLatencies([step(range(1, 100)), step(range(101, 1000))])
  const latency = latencyOf(merged)
  expect(latency?.count).toBe(1000)
  expect(latency?.p50).toBeCloseTo(500, -1)
  expect(Math.abs((latency?.p99 ?? 0) - 990)).toBeLessThan(2)
  expect(Math.abs((latency?.max ?? 0) - 1000)).toBeLessThan(2)
})

test("percentiles of a merge are NumPy's of all values, to the three digits that a histogram keeps", () => {
  const { latenciesUs, mergedUs } = JSON.parse(
    readFileSync(new URL('../stats/vectors/vectors.json', import.meta.url), 'utf8'),
  ) as Vectors
  const merged = mergeLatencies(latenciesUs.map((load) => step(load.map((us) => us / 1000))))
  const histogram = decodeHistogram(merged.histogram)
  expect(merged.count).toBe(latenciesUs.flat().length)
  for (const [percentile, us] of mergedUs) {
    const read = histogram.getValueAtPercentile(percentile)
    // A histogram answers with the upper end of the bucket that the value fell into.
    expect(read).toBeGreaterThanOrEqual(us)
    expect(read - us).toBeLessThan(us / 1000)
  }
})

test('merging gives the same histogram as recording everything into one', () => {
  const merged = mergeLatencies([step([1, 2, 3.5]), step([0.2, 700]), step([])])
  expect(decodeHistogram(merged.histogram).summary).toEqual(
    decodeHistogram(step([1, 2, 3.5, 0.2, 700]).histogram).summary,
  )
})

test('no percentile is above the maximum, which is in the middle of its bucket', () => {
  const histogram = newHistogram()
  recordMs(histogram, 448.5)
  expect(histogram.getValueAtPercentile(99)).toBeGreaterThan(448_500)
  expect([percentileMs(histogram, 50), percentileMs(histogram, 99)]).toEqual([448.5, 448.5])
  const latency = latencyOf(mergeLatencies([step([3, 448.5]), step([448.5])]))
  expect(latency?.p99).toBeLessThanOrEqual(latency?.max ?? 0)
})

test('a latency below a millisecond keeps its microseconds', () => {
  expect(latencyOf(step([0.123, 0.123, 0.123]))?.p50).toBe(0.123)
})

test('a latency beyond ten minutes is kept, not capped', () => {
  const latency = latencyOf(step([3_600_000]))
  expect(Math.abs((latency?.max ?? 0) - 3_600_000)).toBeLessThan(3_600_000 * 0.001)
})

test('a step that was never taken has no latency', () => {
  expect(latencyOf(mergeLatencies([]))).toBeUndefined()
  expect(latencyOf(step([]))).toBeUndefined()
})
