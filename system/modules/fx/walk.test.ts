import { beforeAll, expect, test } from 'vitest'
import { currencies, referenceRates } from './currencies.ts'
import type { Currency, Rates } from './currencies.ts'
import { bandShare, nextRates, spikeShare, spikeSize, volatilityPerYear } from './walk.ts'

/**
 * The statistics of R3.7 over 7 currencies x 60,000 ticks, with bounds of five standard errors:
 * with a fixed seed they always hold, and another seed would break one of them once in a million
 * times.
 */
const ticks = 60_000
const settings = { seed: 20_261_122, tickMs: 1_000 }
const moving = currencies.filter((currency) => currency !== 'USD')
const errors = 5

interface Change {
  readonly currency: Currency
  readonly ratio: number
  readonly spiked: boolean
}

const changes: Change[] = []
let furthestShare = 0

function walk(from: Rates, firstTick: number, count: number): Rates {
  let rates = from
  for (let tick = firstTick; tick < firstTick + count; tick += 1) {
    rates = nextRates(rates, tick, settings).rates
  }
  return rates
}

beforeAll(() => {
  let rates = referenceRates
  for (let tick = 1; tick <= ticks; tick += 1) {
    const { rates: next, spiked } = nextRates(rates, tick, settings)
    for (const currency of moving) {
      const ratio = Number(next[currency]) / Number(rates[currency])
      changes.push({ currency, ratio, spiked: spiked.includes(currency) })
      const away = Number(next[currency]) / Number(referenceRates[currency]) - 1
      furthestShare = Math.max(furthestShare, Math.abs(away))
    }
    rates = next
  }
})

test('one tick in a thousand is a spike', () => {
  const spikes = changes.filter(({ spiked }) => spiked).length
  const expected = changes.length * spikeShare
  expect(Math.abs(spikes - expected)).toBeLessThan(errors * Math.sqrt(expected))
})

test('a spike is of five percent, up as often as down', () => {
  const spikes = changes.filter(({ spiked }) => spiked)
  for (const { ratio } of spikes) {
    expect(Math.abs(Math.abs(ratio - 1) - spikeSize)).toBeLessThan(1e-6)
  }
  const up = spikes.filter(({ ratio }) => ratio > 1).length
  expect(Math.abs(up - spikes.length / 2)).toBeLessThan(errors * Math.sqrt(spikes.length / 4))
})

test('between spikes the changes have the volatility of a year, no drift, and the tails of a normal', () => {
  const expected = volatilityPerYear * Math.sqrt(settings.tickMs / (365 * 24 * 3_600_000))
  const logs = changes.filter(({ spiked }) => !spiked).map(({ ratio }) => Math.log(ratio))
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length
  const deviation = Math.sqrt(logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / logs.length)
  expect(Math.abs(mean)).toBeLessThan((errors * expected) / Math.sqrt(logs.length))
  // Rounding to 1e-9 USD adds its own: a 1,000th of the variance for the rupee of Pakistan, less
  // for others.
  expect(Math.abs(deviation / expected - 1)).toBeLessThan(
    errors / Math.sqrt(2 * logs.length) + 1e-3,
  )
  const beyondTwo = logs.filter((log) => Math.abs(log) > 2 * expected).length / logs.length
  expect(Math.abs(beyondTwo - 0.0455)).toBeLessThan(errors * Math.sqrt(0.0455 / logs.length) + 1e-3)
})

test('currencies move on their own: their changes are not correlated', () => {
  const of = (wanted: Currency): number[] =>
    changes
      .filter(({ currency }) => currency === wanted)
      .map(({ ratio, spiked }) => (spiked ? 0 : Math.log(ratio)))
  const [eur, gbp] = [of('EUR'), of('GBP')]
  const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)
  const both = sum(eur.map((value, index) => value * (gbp[index] ?? 0)))
  const alone = Math.sqrt(sum(eur.map((value) => value ** 2)) * sum(gbp.map((value) => value ** 2)))
  expect(Math.abs(both / alone)).toBeLessThan(errors / Math.sqrt(ticks))
})

test('rates stay in their band, and come near its edge', () => {
  expect(furthestShare).toBeLessThanOrEqual(bandShare)
  expect(furthestShare).toBeGreaterThan(bandShare - spikeSize)
})

test('a walk that is taken up again at a stored tick is the same walk', () => {
  const whole = walk(referenceRates, 1, 200)
  expect(walk(walk(referenceRates, 1, 80), 81, 120)).toEqual(whole)
})

test('another seed is another walk', () => {
  const { rates } = nextRates(referenceRates, 1, settings)
  expect(nextRates(referenceRates, 1, { ...settings, seed: 2 }).rates).not.toEqual(rates)
  expect(nextRates(referenceRates, 1, settings).rates).toEqual(rates)
})

test('dollars cost a dollar', () => {
  expect(walk(referenceRates, 1, 50).USD).toBe(1_000_000_000n)
})
