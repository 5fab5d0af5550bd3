import { expect, test } from 'vitest'
import type { LoadCounts, LoadInterval } from '../../load/load.ts'
import { answeredAfter } from '../../measuring/kinds/testing.ts'
import { figuresOf, stretchesWithin, stretchOf } from './figures.ts'

const counts = (more: Partial<LoadCounts>): LoadCounts => ({
  journeysOffered: 0,
  journeysCompleted: 0,
  requestsCompleted: 0,
  failures: {},
  shed: 0,
  timeouts: 0,
  connectionErrors: 0,
  acknowledged: 0,
  labels: {},
  volumesMinor: {},
  ...more,
})

const first: LoadInterval = {
  fromMs: 0,
  toMs: 1_000,
  counts: counts({ journeysOffered: 100, journeysCompleted: 90 }),
  journeys: answeredAfter(10, 20),
  queued: 0,
  generatorCpuUs: 250_000,
}
const second: LoadInterval = {
  fromMs: 1_000,
  toMs: 2_000,
  counts: counts({
    journeysOffered: 300,
    journeysCompleted: 270,
    shed: 12,
    failures: { 'pay: status 503': 12, 'pay: status 500': 3 },
    timeouts: 2,
    connectionErrors: 1,
  }),
  journeys: answeredAfter(30, 1_000),
  queued: 7,
  generatorCpuUs: 750_000,
}
const stretches = [stretchOf(undefined, first), stretchOf(first, second)]

test('a stretch counts what happened in it alone, refusals apart from errors', () => {
  expect(stretches[0]).toMatchObject({ offered: 100, completed: 90, shed: 0, errors: 0 })
  expect(stretches[1]).toMatchObject({ offered: 200, completed: 180, shed: 12, errors: 3 + 2 + 1 })
  expect(stretches.map(({ generatorCores }) => generatorCores)).toEqual([0.25, 0.5])
})

test('figures of stretches are rates over their time and percentiles of all their journeys', () => {
  const figures = figuresOf(stretches)
  expect(figures).toMatchObject({ seconds: 2, offered: 300, offeredPerSecond: 150, errors: 6 })
  expect(figures.latencyMs?.p50).toBeCloseTo(20, 0)
  expect(figures.latencyMs?.max).toBeCloseTo(1_000, -1)
  expect(figures.latencyMs?.mean).toBeCloseTo(265, -1)
})

test('of no stretch there are no figures, and no rate of nothing', () => {
  expect(figuresOf([])).toMatchObject({ offeredPerSecond: 0, latencyMs: null })
})

test('a stretch belongs where more than half of it lies', () => {
  expect(stretchesWithin(stretches, 400, 1_400)).toEqual([stretches[0]])
  expect(stretchesWithin(stretches, 600, 1_600)).toEqual([stretches[1]])
})
