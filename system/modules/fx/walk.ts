import { forEachCurrency, referenceRates } from './currencies.ts'
import type { Currency, Rates } from './currencies.ts'
import { drawsAt } from './draws.ts'
import type { Draws } from './draws.ts'

/**
 * How rates move (R3.7): geometric Brownian motion without drift, and now and then a jump. Rates
 * are kept in a band round the reference, so that they stay plausible however long a system runs: a
 * step that would leave it is taken the other way. Pure: the same rates, tick and seed give the
 * same next rates.
 */
export interface WalkSettings {
  readonly seed: number
  /** Time between two ticks. */
  readonly tickMs: number
}

/** Standard deviation of a year's change in the logarithm of a rate. */
export const volatilityPerYear = 0.1
/** Share of the ticks of a currency at which its rate jumps. */
export const spikeShare = 0.001
export const spikeSize = 0.05
/** Furthest from the reference, either way, as a share of it. */
export const bandShare = 0.25

const yearMs = 365 * 24 * 3_600_000

export interface Step {
  readonly rates: Rates
  readonly spiked: readonly Currency[]
}

/** @param tick number of the tick that the returned rates are of */
export function nextRates(previous: Rates, tick: number, { seed, tickMs }: WalkSettings): Step {
  const deviation = volatilityPerYear * Math.sqrt(tickMs / yearMs)
  const spiked: Currency[] = []
  const rates = forEachCurrency((currency, index) => {
    if (currency === 'USD') {
      return previous.USD
    }
    const draws = drawsAt(seed, tick, index)
    const spikes = draws.uniform() < spikeShare
    if (spikes) {
      spiked.push(currency)
    }
    return stepWithin(currency, previous[currency], spikes ? jump(draws) : drift(draws, deviation))
  })
  return { rates, spiked }
}

/** The factor of one step, and that of the same step the other way. */
interface Factor {
  readonly there: number
  readonly back: number
}

function jump(draws: Draws): Factor {
  const up = 1 + spikeSize
  const down = 1 - spikeSize
  return draws.uniform() < 0.5 ? { there: up, back: down } : { there: down, back: up }
}

function drift(draws: Draws, deviation: number): Factor {
  const change = deviation * draws.normal()
  // A mean of one for the factor, not for its logarithm.
  const correction = -(deviation ** 2) / 2
  return { there: Math.exp(change + correction), back: Math.exp(-change + correction) }
}

function stepWithin(currency: Currency, rate: bigint, { there, back }: Factor): bigint {
  const reference = Number(referenceRates[currency])
  const next = Math.round(Number(rate) * there)
  const isInBand = Math.abs(next - reference) <= bandShare * reference
  return BigInt(isInBand ? next : Math.round(Number(rate) * back))
}
