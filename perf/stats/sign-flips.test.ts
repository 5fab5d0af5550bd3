import { expect, test } from 'vitest'
import { seededRandom } from './random.ts'
import { exactUpToPairs, makeSignFlips, sampledArrangements } from './sign-flips.ts'

test('up to the stated number of pairs every arrangement is there once', () => {
  const flips = makeSignFlips(5, seededRandom(1))
  const rows = new Set<string>()
  for (let row = 0; row < flips.arrangements; row++) {
    rows.add(flips.signs.slice(row * 5, row * 5 + 5).join())
  }
  expect(flips.exact).toBe(true)
  expect(rows.size).toBe(32)
})

test('above it a seeded sample is drawn and the observed arrangement comes first', () => {
  const pairs = exactUpToPairs + 1
  const flips = makeSignFlips(pairs, seededRandom(1))
  expect(flips.exact).toBe(false)
  expect(flips.arrangements).toBe(sampledArrangements + 1)
  expect(flips.signs.slice(0, pairs).every((sign) => sign === 1)).toBe(true)
  expect(makeSignFlips(pairs, seededRandom(1)).signs).toEqual(flips.signs)
  expect(makeSignFlips(pairs, seededRandom(2)).signs).not.toEqual(flips.signs)
})

test('drawn signs are balanced', () => {
  const flips = makeSignFlips(20, seededRandom(9))
  const sum = flips.signs.reduce((total, sign) => total + sign, 0)
  // Standard deviation of the sum is sqrt(163,840) = 405.
  expect(Math.abs(sum)).toBeLessThan(4 * 405)
})
