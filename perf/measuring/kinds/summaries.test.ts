import { expect, test } from 'vitest'
import { KnownFailure } from '../../errors.ts'
import { latencyOver, medianOf, undisturbedLatency } from './summaries.ts'
import { answeredAfter } from './testing.ts'

const slice = (latencyMs: number) => answeredAfter(...Array.from({ length: 20 }, () => latencyMs))

test('a slice in which the machine stood still moves the p95 over all slices, not that of the undisturbed', () => {
  const calm = [slice(10), slice(11), slice(12), slice(13), slice(14)]
  const stalled = [...calm.slice(0, -1), slice(90)]
  expect(latencyOver('head arm', stalled).p95).toBeCloseTo(90, 0)
  expect(undisturbedLatency('head arm', stalled)).toEqual(undisturbedLatency('head arm', calm))
})

test('undisturbed latency is the first quartile of the percentiles of the slices', () => {
  const { p50, p95 } = undisturbedLatency('head arm', [14, 10, 13, 11, 12].map(slice))
  expect(p50).toBeCloseTo(11, 1)
  expect(p95).toBeCloseTo(11, 1)
})

test('a system that is slower in every slice has a higher undisturbed latency', () => {
  const base = undisturbedLatency('base arm', [10, 11, 60].map(slice))
  const head = undisturbedLatency('head arm', [12, 13.2, 60].map(slice))
  expect(head.p95 / base.p95).toBeCloseTo(1.2, 2)
})

test('a slice without any answer is left out, and none with one is a failure', () => {
  const { p50 } = undisturbedLatency('head arm', [answeredAfter(), slice(10)])
  expect(p50).toBeCloseTo(10, 1)
  const nothing = () => undisturbedLatency('head arm', [answeredAfter()])
  expect(nothing).toThrow(KnownFailure)
  expect(nothing).toThrow('head arm: no journey came to its end, expected latencies')
})

test('the median of nothing is a failure that says of what', () => {
  expect(medianOf('spin loop', [3, 1, 2])).toBe(2)
  expect(() => medianOf('spin loop', [])).toThrow(/^spin loop: the sample is empty/)
})
