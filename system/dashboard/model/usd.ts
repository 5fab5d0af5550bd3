import { minorOfDecimal } from './format.ts'

/**
 * USD per major unit of a currency, as an integer scaled by 1e9. All currencies here have two
 * decimals.
 */
export type UsdPerUnitE9 = Readonly<Record<string, bigint>>

const scale = 1_000_000_000n

/** @param rates as JSON has them @returns rates to count with; USD is always known */
export function ratesOf(rates: Readonly<Record<string, number>> | undefined): UsdPerUnitE9 {
  const entries = Object.entries(rates ?? {}).map(([currency, rate]) => [currency, BigInt(rate)])
  return { USD: scale, ...Object.fromEntries(entries) }
}

/** In cents, rounded down; undefined without a rate. */
export function usdMinorOf(
  currency: string,
  amountMinor: bigint,
  rates: UsdPerUnitE9,
): bigint | undefined {
  const rate = rates[currency]
  return rate === undefined ? undefined : (amountMinor * rate) / scale
}

/**
 * @param volumes major units as decimal text by currency
 * @returns cents, undefined when a currency has no rate: a part would be taken for the whole
 */
export function usdMinorOfVolumes(
  volumes: Readonly<Record<string, string>>,
  rates: UsdPerUnitE9,
): bigint | undefined {
  let sum = 0n
  for (const [currency, text] of Object.entries(volumes)) {
    const usdMinor = usdMinorOf(currency, minorOfDecimal(text), rates)
    if (usdMinor === undefined) {
      return undefined
    }
    sum += usdMinor
  }
  return sum
}
