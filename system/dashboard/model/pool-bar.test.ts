import { expect, test } from 'vitest'
import { poolBar, poolTone } from './pool-bar.ts'

const pool = { initialMinor: 1_000, balanceMinor: 750, lowMinor: 750, highMinor: 1_200 }

test('the bar and its thresholds are of one scale', () => {
  expect(poolBar(pool)).toEqual({ share: 0.5, limits: [0.5, 0.8] })
})

test('what is beyond the bar ends with it, and an empty pool draws nothing', () => {
  expect(poolBar({ ...pool, balanceMinor: 9_000 }).share).toBe(1)
  expect(poolBar({ ...pool, balanceMinor: -1 }).share).toBe(0)
  expect(poolBar({ ...pool, initialMinor: 0 }).share).toBe(0)
})

test('a state stands out when it is not the normal one', () => {
  expect(['normal', 'low', 'high', 'other'].map(poolTone)).toEqual(['good', 'bad', 'warn', 'plain'])
})
