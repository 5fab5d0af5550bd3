import { expect, test } from 'vitest'
import { rateBounds } from './binomial.ts'
import { seededRandom } from './random.ts'
import { signFlipInterval } from './sign-flip-interval.ts'
import { makeSignFlips } from './sign-flips.ts'
import { exactNoiseNames, noises, type NoiseName } from './testing.ts'

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

/** A pair's log-ratio of a change of 7 %, in the scatter that was measured. */
const truth = 0.07
const scatter = 0.03

function covered(noise: NoiseName, pairs: number, trials: number) {
  const random = seededRandom(77)
  const flips = makeSignFlips(pairs, random)
  let holding = 0
  for (let trial = 0; trial < trials; trial++) {
    const values = noises[noise](pairs, random).map((value) => truth + scatter * value)
    const { low, high } = signFlipInterval(values, flips, 0.95)
    if (low !== null && high !== null && low <= truth && high >= truth) holding++
  }
  return rateBounds(holding, trials, 0.999)
}

test.each(exactNoiseNames)(
  'every arrangement visited, as many intervals hold the truth as their ranks say: %s noise',
  (noise) => {
    // Of 256 arrangements six are left out on either side.
    const { low, high } = covered(noise, 8, 4000)
    expect(high).toBeGreaterThan(1 - 12 / 256)
    expect(low).toBeLessThan(1 - 12 / 256)
  },
)

test.each(exactNoiseNames)(
  'arrangements drawn, nineteen of twenty intervals hold the truth and few more: %s noise',
  (noise) => {
    const { low, high } = covered(noise, 24, 1000)
    expect(high).toBeGreaterThan(0.95)
    // One draw of arrangements serves all trials: its tails are off by a standard error of 0.17 %
    // each.
    expect(low).toBeLessThan(0.955)
  },
)

test.each([8, 24])(
  'what a block of eight balances makes intervals of %d pairs too wide, never too narrow',
  (pairs) => {
    expect(covered('blocked', pairs, 1000).low).toBeGreaterThan(0.95)
  },
)
