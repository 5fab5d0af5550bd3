import { expect, test } from 'vitest'
import { describeSteps, latenciesByStep } from './step-latencies.ts'
import { answeredAfter } from './testing.ts'

test('each step has its own percentiles, of the slices that were disturbed least', () => {
  const stalled = answeredAfter(80, 90)
  const pay = [answeredAfter(9, 10, 11), answeredAfter(9, 10, 11), stalled]
  const steps = { pay, read: [answeredAfter(1, 2, 3)] }
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
  expect(latenciesByStep({ pay: [answeredAfter()] })).toEqual({})
})

test('every id that a step can have is described', () => {
  const described = describeSteps([{ name: 'pay' }])
  expect(Object.keys(described)).toEqual(Object.keys(latenciesByStep({ pay: [answeredAfter(1)] })))
  expect(described['latencyMsP50.pay']).toEqual({
    title: 'Latency p50, step pay',
    unit: 'ms',
    better: 'lower',
  })
})
