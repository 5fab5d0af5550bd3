import { expect, test } from 'vitest'
import { seededRandom } from './random.ts'
import { exactUpToPairs, makeSignFlips, sampledArrangements, signedSums } from './sign-flips.ts'

test('up to the stated number of pairs every arrangement is visited once', () => {
  const sums = signedSums(Float64Array.of(1, 2, 4, 8, 16), makeSignFlips(5, seededRandom(1)))
  expect([...sums].sort((a, b) => a - b)).toEqual(
    Array.from({ length: 32 }, (_, at) => 2 * at - 31),
  )
  expect(sums[0]).toBe(31)
})

test('above it a seeded sample is drawn and the observed arrangement comes first', () => {
  const pairs = exactUpToPairs + 1
  const values = Float64Array.from({ length: pairs }, (_, at) => at)
  const sumsOf = (seed: number) => signedSums(values, makeSignFlips(pairs, seededRandom(seed)))
  expect(sumsOf(1)).toHaveLength(sampledArrangements + 1)
  expect(sumsOf(1)[0]).toBe(136)
  expect(sumsOf(1)).toEqual(sumsOf(1))
  expect(sumsOf(2)).not.toEqual(sumsOf(1))
})

test('drawn signs are balanced', () => {
  const sums = signedSums(new Float64Array(20).fill(1), makeSignFlips(20, seededRandom(9)))
  const sum = sums.reduce((total, value) => total + value, 0)
  // Standard deviation of the sum is sqrt(163,840) = 405.
  expect(Math.abs(sum)).toBeLessThan(4 * 405)
})
