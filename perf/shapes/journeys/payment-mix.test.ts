import { describe, expect, it } from 'vitest'
import { seededRandom } from '../../load/random.ts'
import { judgeMix } from '../judging/mix.ts'
import { amountBands, drawPayment, mixBanks, patternWeights, typeWeights } from './payment-mix.ts'

const drawn = Array.from({ length: 20_000 }, (_, number) => drawPayment(seededRandom(7, number)))

describe('a mix of payments', () => {
  it('has patterns and types as weighted', () => {
    const labels: Record<string, number> = {}
    for (const { pattern, type } of drawn) {
      for (const label of [`pattern ${pattern}`, `type ${type}`]) {
        labels[label] = (labels[label] ?? 0) + 1
      }
    }
    for (const [group, weights] of Object.entries({ pattern: patternWeights, type: typeWeights })) {
      expect(judgeMix({ group, weights }, labels)).toMatchObject({ fits: true })
    }
  })

  it('stays at one bank, in the region, or leaves it, as its pattern says', () => {
    for (const { pattern, debtorBank, creditorBank } of drawn) {
      const isSame = debtorBank === creditorBank
      const isNear = debtorBank.region === creditorBank.region
      const actual = isSame ? 'domestic' : isNear ? 'regional' : 'cross-regional'
      expect(actual).toBe(pattern)
    }
  })

  it('uses every bank on either side and every currency', () => {
    const bics = mixBanks.map(({ bic }) => bic).toSorted()
    const distinct = (names: readonly string[]) => [...new Set(names)].toSorted()
    expect(distinct(drawn.map(({ debtorBank }) => debtorBank.bic))).toEqual(bics)
    expect(distinct(drawn.map(({ creditorBank }) => creditorBank.bic))).toEqual(bics)
    const currencies = ['AED', 'EUR', 'GBP', 'ILS', 'INR', 'PKR', 'SAR', 'USD']
    expect(distinct(drawn.map(({ currency }) => currency))).toEqual(currencies)
    expect(distinct(drawn.map(({ creditorCurrency }) => creditorCurrency))).toEqual(currencies)
  })

  it('pays wholesale in dollars, which no pool has to convert', () => {
    for (const { type, currency, creditorCurrency } of drawn) {
      const isDollars = currency === 'USD' && creditorCurrency === 'USD'
      expect(type !== 'wholesale' || isDollars).toBe(true)
    }
  })

  it('has amounts within the band of their type, in whole minor units', () => {
    for (const { type, currency, amountMinor } of drawn.filter((each) => each.currency === 'USD')) {
      const [low, high] = amountBands[type]
      expect([currency, Number.isSafeInteger(amountMinor)]).toEqual(['USD', true])
      expect(amountMinor).toBeGreaterThanOrEqual(low * 100)
      expect(amountMinor).toBeLessThanOrEqual(high * 100)
    }
  })
})
