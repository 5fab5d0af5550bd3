import { expect, test } from 'vitest'
import { rateBounds } from './binomial.ts'
import { meanReach } from './mean-reach.ts'
import { seededRandom } from './random.ts'
import type { Sample } from './sample.ts'

const sample = (...values: number[]) => values as readonly number[] as Sample

test('a single value says nothing of its scatter', () => {
  expect(meanReach(sample(1), 0.01)).toBeNull()
})

test('values without scatter reach nowhere', () => {
  expect(meanReach(sample(5, 5), 0.001)).toBe(0)
})

test('means of values around zero come further from it as seldom as it says', () => {
  const random = seededRandom(8)
  const one = () => random() + random() + random() + random() - 2
  const trials = 20_000
  let beyond = 0
  for (let trial = 0; trial < trials; trial++) {
    const values = sample(one(), one(), one(), one())
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    if (mean > (meanReach(values, 0.01) ?? 0)) beyond++
  }
  const seen = rateBounds(beyond, trials, 0.999)
  expect(seen.low).toBeLessThan(0.01)
  expect(seen.high).toBeLessThan(0.015)
})
