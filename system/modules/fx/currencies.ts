/**
 * The eight currencies (R3.5); each has two decimals, so a minor unit is a hundredth of the major
 * one.
 */
export const currencies = ['USD', 'AED', 'ILS', 'PKR', 'INR', 'EUR', 'GBP', 'SAR'] as const
export type Currency = (typeof currencies)[number]

/** USD per one major unit, an integer scaled by 1e9. */
export type Rates = Readonly<Record<Currency, bigint>>

export const unitE9 = 1_000_000_000n

/** Where the rates begin, and what they stay near. */
export const referenceRates: Rates = {
  USD: unitE9,
  AED: 272_294_000n,
  ILS: 270_000_000n,
  PKR: 3_600_000n,
  INR: 12_000_000n,
  EUR: 1_080_000_000n,
  GBP: 1_270_000_000n,
  SAR: 266_667_000n,
}

/** A record with a value for each currency. */
export function forEachCurrency<Value>(
  of: (currency: Currency, index: number) => Value,
): Record<Currency, Value> {
  return Object.fromEntries(
    currencies.map((currency, index) => [currency, of(currency, index)]),
  ) as Record<Currency, Value>
}
