import { expect, test } from 'vitest'
import { currencyVolumes } from './volumes.ts'

const usd = 1_000_000_000n

test('with rates for all, shares are of the value in USD, largest first', () => {
  const rates = { USD: usd, AED: 272_000_000n }
  expect(currencyVolumes({ USD: '100.00', AED: '1000.00' }, rates)).toEqual([
    { currency: 'AED', volumeMinor: 100_000n, usdMinor: 27_200n, percent: 73.118 },
    { currency: 'USD', volumeMinor: 10_000n, usdMinor: 10_000n, percent: 26.881 },
  ])
})

test('where a rate is missing there is no whole to have a share of', () => {
  const volumes = currencyVolumes({ PKR: '5.00', INR: '1.00' }, { PKR: 3_500_000n })
  expect(volumes.map(({ currency, percent }) => [currency, percent])).toEqual([
    ['INR', undefined],
    ['PKR', undefined],
  ])
})

test('shares of nothing are nothing', () => {
  expect(currencyVolumes({ USD: '0.00' }, { USD: usd })[0]?.percent).toBe(0)
})
