import { expect, test } from 'vitest'
import { type Random, seededRandom } from './random.ts'
import { exactUpToPairs, makeSignFlips, sampledArrangements, signedSums } from './sign-flips.ts'

function sumsOf(values: readonly number[], random: Random): number[] {
  const flips = makeSignFlips(values.length, random)
  const sums = new Float64Array(flips.arrangements)
  signedSums(Float64Array.from(values), flips, sums)
  return [...sums]
}

test('up to the stated number of pairs every arrangement is visited once, the observed one first', () => {
  const sums = sumsOf([1, 2, 4, 8, 16], seededRandom(1))
  expect(sums.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 32 }, (_, at) => 2 * at - 31))
  expect(sums[0]).toBe(31)
})

test('above it a seeded sample is drawn and the observed arrangement comes first', () => {
  const values = Array.from({ length: exactUpToPairs + 1 }, (_, at) => at)
  const seeded = (seed: number) => sumsOf(values, seededRandom(seed))
  expect(seeded(1)).toHaveLength(sampledArrangements + 1)
  expect(seeded(1)[0]).toBe((exactUpToPairs * (exactUpToPairs + 1)) / 2)
  expect(seeded(1)).toEqual(seeded(1))
  expect(seeded(2)).not.toEqual(seeded(1))
})

test('drawn signs are balanced', () => {
  const sums = sumsOf(new Array<number>(20).fill(1), seededRandom(9))
  const sum = sums.reduce((total, value) => total + value, 0)
  // Standard deviation of the sum is sqrt(163,840) = 405.
  expect(Math.abs(sum)).toBeLessThan(4 * 405)
})

test.each([5, 24])('of %d pairs it is known how many each arrangement flips', (pairs) => {
  const flips = makeSignFlips(pairs, seededRandom(3))
  const sums = sumsOf(new Array<number>(pairs).fill(1), seededRandom(3))
  expect([...flips.flipped]).toEqual(sums.map((sum) => (pairs - sum) / 2))
})

test.each([-1, 2.5, 256, Number.NaN])('%d pairs are refused', (pairs) => {
  expect(() => makeSignFlips(pairs, seededRandom(1))).toThrow('expected 0 to 255')
})
