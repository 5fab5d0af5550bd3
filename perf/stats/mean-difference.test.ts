import { expect, test } from 'vitest'
import { rateBounds } from './binomial.ts'
import { mean, meanDifferenceReach } from './mean-difference.ts'
import { seededRandom } from './random.ts'

test('fewer than two repetitions of either arm say nothing of their scatter', () => {
  expect(meanDifferenceReach([1], [1, 2], 0.01)).toBeNull()
  expect(meanDifferenceReach([1, 2], [], 0.01)).toBeNull()
})

test('repetitions without scatter reach nowhere', () => {
  expect(meanDifferenceReach([5, 5], [5, 5], 0.001)).toBe(0)
})

test('equal populations come further apart as seldom as it says', () => {
  const random = seededRandom(8)
  const three = () => Array.from({ length: 3 }, () => random() + random() + random() + random())
  const trials = 20_000
  let beyond = 0
  for (let trial = 0; trial < trials; trial++) {
    const [base, head] = [three(), three()]
    if (mean(head) - mean(base) > (meanDifferenceReach(base, head, 0.01) ?? 0)) beyond++
  }
  const seen = rateBounds(beyond, trials, 0.999)
  expect(seen.low).toBeLessThan(0.01)
  expect(seen.high).toBeLessThan(0.015)
})
