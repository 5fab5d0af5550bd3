import { expect, test } from 'vitest'
import { rateBounds } from './binomial.ts'
import { type Random, seededRandom } from './random.ts'
import { signFlipInterval } from './sign-flip-interval.ts'
import { makeSignFlips } from './sign-flips.ts'

test('too few pairs leave the interval open', () => {
  const flips = makeSignFlips(4, seededRandom(1))
  expect(signFlipInterval([1, 2, 3, 4], flips, 0.95)).toEqual({ low: null, high: null })
})

test('six pairs bound it by their extremes', () => {
  const flips = makeSignFlips(6, seededRandom(1))
  expect(signFlipInterval([3, 1, 2, 6, 5, 4], flips, 0.95)).toEqual({ low: 1, high: 6 })
})

test('a lost pair gives the interval of the pairs that are left', () => {
  const values = [0.1, 0.3, 0.2, 0.25, 0.15, 0.4, 0.05]
  const seven = signFlipInterval(values, makeSignFlips(7, seededRandom(1)), 0.95)
  const eight = makeSignFlips(8, seededRandom(1))
  expect(
    signFlipInterval([...values.slice(0, 3), undefined, ...values.slice(3)], eight, 0.95),
  ).toEqual(seven)
})

test('sampled bounds agree with exact ones', () => {
  const random = seededRandom(3)
  const values = Array.from({ length: 13 }, () => random() - 0.4)
  const exact = signFlipInterval(values, makeSignFlips(13, random), 0.95)
  const sampled = signFlipInterval([...values, undefined], makeSignFlips(14, random), 0.95)
  expect(sampled.low).toBeCloseTo(exact.low as number, 1)
  expect(sampled.high).toBeCloseTo(exact.high as number, 1)
})

test.each([
  ['normal', 8, (random: Random) => normal(random)],
  ['heavy-tailed', 8, (random: Random) => normal(random) / Math.max(0.1, Math.abs(normal(random)))],
  [
    'spiked',
    12,
    (random: Random) => normal(random) + (random() < 0.05 ? 20 * (random() - 0.5) : 0),
  ],
  ['sampled', 20, (random: Random) => normal(random)],
] as const)('95 %% intervals cover the truth as often as they say: %s', (_, pairs, draw) => {
  const random = seededRandom(77)
  const flips = makeSignFlips(pairs, random)
  const trials = pairs > 16 ? 400 : 2000
  let covered = 0
  for (let trial = 0; trial < trials; trial++) {
    const values = Array.from({ length: pairs }, () => 0.07 + 0.03 * draw(random))
    const { low, high } = signFlipInterval(values, flips, 0.95)
    if (low !== null && high !== null && low <= 0.07 && high >= 0.07) covered++
  }
  const seen = rateBounds(covered, trials, 0.999)
  expect(seen.high).toBeGreaterThan(0.95)
  expect(seen.low).toBeLessThan(0.96)
})

/** Box & Muller, Annals of Mathematical Statistics 29 (1958). */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
}
