import { expect, test } from 'vitest'
import { rateBounds } from './binomial.ts'
import { seededRandom } from './random.ts'
import { shuffleInPlace } from './shuffle.ts'

test('every order comes as often as any other', () => {
  const random = seededRandom(6)
  const trials = 24_000
  const seen = new Map<string, number>()
  for (let trial = 0; trial < trials; trial++) {
    const values = [1, 2, 3, 4]
    shuffleInPlace(values, random)
    seen.set(values.join(), (seen.get(values.join()) ?? 0) + 1)
  }
  expect(seen.size).toBe(24)
  for (const count of seen.values()) {
    const { low, high } = rateBounds(count, trials, 0.9999)
    expect(low).toBeLessThan(1 / 24)
    expect(high).toBeGreaterThan(1 / 24)
  }
})

test('a seed deals the order that it has always dealt', () => {
  const values = [0, 1, 2, 3, 4, 5, 6, 7]
  shuffleInPlace(values, seededRandom(1))
  expect(values).toEqual([6, 7, 1, 2, 5, 0, 3, 4])
})
