import { expect, test } from 'vitest'
import { encodeHistogram, newHistogram } from '../load/histogram.ts'
import type { Latencies } from '../load/load.ts'
import { describeSteps, latenciesByStep } from './step-latencies.ts'

function answered(...latenciesMs: readonly number[]): Latencies {
  const histogram = newHistogram()
  for (const ms of latenciesMs) histogram.recordValue(ms * 1_000)
  return { count: latenciesMs.length, histogram: encodeHistogram(histogram) }
}

test('each step has its own percentiles, over all of its loads together', () => {
  const steps = { pay: [answered(9, 10), answered(11)], read: [answered(1, 2, 3)] }
  const latencies = latenciesByStep(steps)
  expect(Object.keys(latencies)).toEqual([
    'latencyMsP50.pay',
    'latencyMsP95.pay',
    'latencyMsP50.read',
    'latencyMsP95.read',
  ])
  expect(latencies['latencyMsP50.pay']).toBeCloseTo(10, 1)
  expect(latencies['latencyMsP95.pay']).toBeCloseTo(11, 1)
  expect(latencies['latencyMsP50.read']).toBeCloseTo(2, 1)
})

test('a step that was never answered has no latency, and never zero', () => {
  expect(latenciesByStep({ pay: [answered()] })).toEqual({})
})

test('every id that a step can have is described', () => {
  const described = describeSteps([{ name: 'pay' }])
  expect(Object.keys(described)).toEqual(Object.keys(latenciesByStep({ pay: [answered(1)] })))
  expect(described['latencyMsP50.pay']).toEqual({
    title: 'Latency p50, step pay',
    unit: 'ms',
    better: 'lower',
  })
})
