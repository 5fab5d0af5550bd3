import { expect, test } from 'vitest'
import { bankPositions, nettedInUsd } from './netting.ts'
import { ratesOf } from './usd.ts'

const rates = ratesOf({ AED: 250_000_000 })
const totals = [
  { currency: 'USD', grossMinor: 1_000, bilateralMinor: 400, multilateralMinor: 100 },
  { currency: 'AED', grossMinor: 4_000, bilateralMinor: 2_400, multilateralMinor: 400 },
]

test('efficiency is the share of gross that need not move', () => {
  expect(nettedInUsd(totals, rates)).toEqual({
    grossUsdMinor: 2_000n,
    bilateralUsdMinor: 1_000n,
    multilateralUsdMinor: 200n,
    bilateralPercent: 50,
    multilateralPercent: 90,
  })
  expect(nettedInUsd([], rates)?.multilateralPercent).toBe(0)
})

test('without a rate there is no sum', () => {
  expect(nettedInUsd(totals, ratesOf(undefined))).toBeUndefined()
})

test('a bank has one position, against all others, over all currencies', () => {
  const positions = [
    { currency: 'USD', bank: 'B', counterparty: null, netMinor: -1_000 },
    { currency: 'AED', bank: 'B', counterparty: null, netMinor: 2_000 },
    { currency: 'USD', bank: 'B', counterparty: 'A', netMinor: 77 },
    { currency: 'USD', bank: 'A', counterparty: null, netMinor: 1_000 },
  ]
  expect(bankPositions(positions, rates)).toEqual([
    { bank: 'A', usdMinor: 1_000n, share: 1 },
    { bank: 'B', usdMinor: -500n, share: -0.5 },
  ])
  expect(bankPositions(positions, ratesOf(undefined))).toBeUndefined()
})
