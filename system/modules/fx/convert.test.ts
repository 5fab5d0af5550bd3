import { describe, expect, test } from 'vitest'
import { convertMinor } from './convert.ts'
import { currencies, forEachCurrency, referenceRates, unitE9 } from './currencies.ts'
import type { Currency, Rates } from './currencies.ts'
import { drawsAt } from './draws.ts'
import type { Draws } from './draws.ts'
import { bandShare } from './walk.ts'

const largestAmountMinor = 10_000_000_000_000
const trials = 20_000
const pairs = currencies.flatMap((from) => currencies.map((to) => [from, to] as const))

/** Any rates that the walk could reach. */
function ratesOf(draws: Draws): Rates {
  return forEachCurrency((currency) =>
    currency === 'USD'
      ? unitE9
      : BigInt(
          Math.round(
            Number(referenceRates[currency]) * (1 + bandShare * (2 * draws.uniform() - 1)),
          ),
        ),
  )
}

/** As many small amounts as large ones, up to the largest payment. */
const amountOf = (draws: Draws): number => Math.floor(largestAmountMinor ** draws.uniform())

interface Trial {
  readonly from: Currency
  readonly to: Currency
  readonly amountMinor: number
  readonly usdPerUnitE9: Rates
}

function* trialsOf(seed: number): Generator<Trial> {
  for (let trial = 0; trial < trials; trial += 1) {
    const draws = drawsAt(seed, trial, 0)
    const [from, to] = pairs[trial % pairs.length] ?? (['USD', 'EUR'] as const)
    yield { from, to, amountMinor: amountOf(draws), usdPerUnitE9: ratesOf(draws) }
  }
}

test('what was paid is what was credited and a remainder of less than one minor unit', () => {
  const wrong = [...trialsOf(1)].filter(({ from, to, amountMinor, usdPerUnitE9 }) => {
    const { creditedMinor, remainder } = convertMinor(amountMinor, from, to, { usdPerUnitE9 })
    const paid = BigInt(amountMinor) * usdPerUnitE9[from]
    const given = BigInt(creditedMinor) * usdPerUnitE9[to] + BigInt(remainder)
    return paid !== given || remainder < 0 || BigInt(remainder) >= usdPerUnitE9[to]
  })
  expect(wrong).toEqual([])
})

test('there and back never makes money, and loses less than one unit of each currency', () => {
  const wrong = [...trialsOf(2)].filter(({ from, to, amountMinor, usdPerUnitE9 }) => {
    const there = convertMinor(amountMinor, from, to, { usdPerUnitE9 })
    const back = convertMinor(there.creditedMinor, to, from, { usdPerUnitE9 })
    const lostMinor = amountMinor - back.creditedMinor
    const unitOfTo = Number(usdPerUnitE9[to]) / Number(usdPerUnitE9[from])
    return lostMinor < 0 || lostMinor >= unitOfTo + 1
  })
  expect(wrong).toEqual([])
})

test('many payments do not drift from one: what they are short of it is in their remainders', () => {
  for (const [from, to] of pairs) {
    const usdPerUnitE9 = ratesOf(drawsAt(3, 0, currencies.indexOf(to)))
    const amounts = Array.from({ length: 300 }, (_, index) => amountOf(drawsAt(4, index, 0)))
    let credited = 0n
    let remainders = 0n
    for (const amountMinor of amounts) {
      const converted = convertMinor(amountMinor, from, to, { usdPerUnitE9 })
      credited += BigInt(converted.creditedMinor)
      remainders += BigInt(converted.remainder)
    }
    const paid = amounts.reduce((sum, amountMinor) => sum + BigInt(amountMinor), 0n)
    expect(credited * usdPerUnitE9[to] + remainders).toBe(paid * usdPerUnitE9[from])
  }
})

describe('round the largest product that a double holds exactly', () => {
  // 9_007_199 x 1e9 is the last product below 2^53 for dollars, and the neighbours lie on both
  // sides.
  test.each([9_007_198, 9_007_199, 9_007_200, 9_007_201])('%i cents are exact', (amountMinor) => {
    for (const to of currencies) {
      const { creditedMinor, remainder } = convertMinor(amountMinor, 'USD', to, {
        usdPerUnitE9: referenceRates,
      })
      const usdE9 = BigInt(amountMinor) * unitE9
      expect([BigInt(creditedMinor), BigInt(remainder)]).toEqual([
        usdE9 / referenceRates[to],
        usdE9 % referenceRates[to],
      ])
    }
  })
})

test('the largest payment converts between the rates that are furthest apart', () => {
  const furthest: Rates = {
    ...referenceRates,
    GBP: (referenceRates.GBP * 125n) / 100n,
    PKR: (referenceRates.PKR * 75n) / 100n,
  }
  const { creditedMinor } = convertMinor(largestAmountMinor, 'GBP', 'PKR', {
    usdPerUnitE9: furthest,
  })
  expect(Number.isSafeInteger(creditedMinor)).toBe(true)
})

test('what no integer can hold exactly is refused, not rounded', () => {
  const convert = () =>
    convertMinor(Number.MAX_SAFE_INTEGER, 'USD', 'PKR', { usdPerUnitE9: referenceRates })
  expect(convert).toThrow(/expected a safe integer/)
})

test('a currency converts to itself without a remainder', () => {
  for (const currency of currencies) {
    expect(convertMinor(123, currency, currency, { usdPerUnitE9: referenceRates })).toEqual({
      creditedMinor: 123,
      remainder: 0,
    })
  }
})
