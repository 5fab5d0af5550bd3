import { expect, test } from 'vitest'
import { ratesOf, usdMinorOf, usdMinorOfVolumes } from './usd.ts'

const rates = ratesOf({ AED: 272_300_000 })

test('a value in USD is exact, rounded down to the cent', () => {
  expect(usdMinorOf('AED', 1_001n, rates)).toBe(272n)
  expect(usdMinorOf('USD', 9_007_199_254_740_993n, rates)).toBe(9_007_199_254_740_993n)
})

test('volumes are summed over currencies', () => {
  expect(usdMinorOfVolumes({ USD: '1.00', AED: '10.00' }, rates)).toBe(372n)
  expect(usdMinorOfVolumes({}, rates)).toBe(0n)
})

test('without a rate for one of them there is no sum', () => {
  expect(usdMinorOf('PKR', 1n, ratesOf(undefined))).toBeUndefined()
  expect(usdMinorOfVolumes({ USD: '1.00', PKR: '1.00' }, rates)).toBeUndefined()
})
