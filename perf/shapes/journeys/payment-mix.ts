import type { SeededRandom } from '../../load/journey.ts'

/**
 * What kind of payment the next one is (R3.25, R3.26): its pattern, its type, between which banks,
 * in which currencies, for how much. Pure: a function of the generator that it is handed.
 */
export const patternWeights = { domestic: 0.6, regional: 0.25, 'cross-regional': 0.15 } as const
export type Pattern = keyof typeof patternWeights

export const typeWeights = { retail: 0.7, corporate: 0.25, wholesale: 0.05 } as const
export type PaymentType = keyof typeof typeWeights

/** In dollars: from, inclusive, to. */
export const amountBands: Readonly<Record<PaymentType, readonly [number, number]>> = {
  retail: [10, 5_000],
  corporate: [5_000, 500_000],
  wholesale: [500_000, 50_000_000],
}

export interface MixBank {
  readonly bic: string
  /** Neighbours pay each other regionally. */
  readonly region: 'gulf and levant' | 'south asia'
  readonly homeCurrency: string
  readonly tradedCurrencies: readonly string[]
}

/** In the order in which the seed deals accounts out to them. */
export const mixBanks: readonly MixBank[] = [
  {
    bic: 'ENBXAEADXXX',
    region: 'gulf and levant',
    homeCurrency: 'AED',
    tradedCurrencies: ['USD', 'EUR', 'SAR'],
  },
  {
    bic: 'LUMIILITXXX',
    region: 'gulf and levant',
    homeCurrency: 'ILS',
    tradedCurrencies: ['USD', 'EUR', 'GBP'],
  },
  {
    bic: 'HABBPKKKXXX',
    region: 'south asia',
    homeCurrency: 'PKR',
    tradedCurrencies: ['USD', 'AED', 'SAR'],
  },
  {
    bic: 'SBININBBXXX',
    region: 'south asia',
    homeCurrency: 'INR',
    tradedCurrencies: ['USD', 'EUR', 'AED'],
  },
]

/** Roughly, to turn a band of dollars into an amount; the gateway books at its own rates. */
const usdPerUnit: Readonly<Record<string, number>> = {
  USD: 1,
  AED: 0.2723,
  ILS: 0.27,
  PKR: 0.0036,
  INR: 0.012,
  EUR: 1.08,
  GBP: 1.27,
  SAR: 0.2667,
}

/** Who trades in foreign money pays in it this often; abroad the payee is credited in his own. */
const tradedShare = 0.5

export interface MixedPayment {
  readonly pattern: Pattern
  readonly type: PaymentType
  readonly debtorBank: MixBank
  readonly creditorBank: MixBank
  readonly currency: string
  readonly creditorCurrency: string
  /** Of `currency`. */
  readonly amountMinor: number
}

export function drawPayment(random: SeededRandom): MixedPayment {
  const pattern = weighted(random, patternWeights)
  const type = weighted(random, typeWeights)
  const debtorBank = random.pick(mixBanks)
  const creditorBank = random.pick(counterparts(debtorBank, pattern))
  // No pool of the gateway could convert what is paid wholesale (R3.10): that is settled in
  // dollars.
  const isConvertible = type !== 'wholesale'
  const currency = isConvertible ? currencyOf(random, debtorBank) : 'USD'
  const creditorCurrency =
    isConvertible && pattern !== 'domestic' ? currencyOf(random, creditorBank) : currency
  const amountMinor = amountIn(currency, amountUsd(random, type))
  return { pattern, type, debtorBank, creditorBank, currency, creditorCurrency, amountMinor }
}

function counterparts(bank: MixBank, pattern: Pattern): readonly MixBank[] {
  switch (pattern) {
    case 'domestic':
      return [bank]
    case 'regional':
      return mixBanks.filter((other) => other !== bank && other.region === bank.region)
    case 'cross-regional':
      return mixBanks.filter((other) => other.region !== bank.region)
  }
}

function currencyOf(random: SeededRandom, bank: MixBank): string {
  return random.next() < tradedShare ? random.pick(bank.tradedCurrencies) : bank.homeCurrency
}

/**
 * Evenly on a logarithmic scale: a band spans two orders of magnitude or more, and most payments
 * are small.
 */
function amountUsd(random: SeededRandom, type: PaymentType): number {
  const [low, high] = amountBands[type]
  return low * (high / low) ** random.next()
}

const minorPerMajor = 100

function amountIn(currency: string, usd: number): number {
  return Math.max(1, Math.round((usd / (usdPerUnit[currency] ?? 1)) * minorPerMajor))
}

function weighted<Name extends string>(
  random: SeededRandom,
  weights: Readonly<Record<Name, number>>,
): Name {
  let left = random.next()
  const names = Object.keys(weights) as Name[]
  for (const name of names) {
    left -= weights[name]
    if (left < 0) return name
  }
  return names.at(-1) as Name
}
