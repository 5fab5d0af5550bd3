import type { Convert, FxSnapshot } from './needs.ts'
import type { Currency } from './schemas.ts'

/** What is fixed when a payment is accepted, however long it is held afterwards. */
export interface Terms {
  /** Dollar equivalent in cents, rounded down. */
  readonly usdMinor: number
  /**
   * The snapshot of rates that both figures were made with; none where it was dollars all along.
   */
  readonly fxRateId: number | undefined
  /** Between two currencies only. */
  readonly exchange: Exchange | undefined
}

export interface Exchange {
  /** What the creditor gets, in minor units of the creditor's currency. */
  readonly creditedMinor: number
  /** What rounding down left in the pool, of the denominator `usdPerUnitE9` of that currency. */
  readonly remainder: number
}

/**
 * Asks for rates only where one is needed. A creditor may get nothing, if the amount is less than a
 * unit of its currency.
 *
 * @throws DomainError unavailable, where there are none
 */
export function termsOf(
  amountMinor: number,
  from: Currency,
  to: Currency,
  rates: () => FxSnapshot,
  convert: Convert,
): Terms {
  if (from === 'USD' && to === 'USD') {
    return { usdMinor: amountMinor, fxRateId: undefined, exchange: undefined }
  }
  const snapshot = rates()
  const usdMinor =
    from === 'USD' ? amountMinor : convert(amountMinor, from, 'USD', snapshot).creditedMinor
  const exchange = from === to ? undefined : convert(amountMinor, from, to, snapshot)
  return { usdMinor, fxRateId: snapshot.id, exchange }
}

const poolPrefix = 'POOL-'

/** The gateway's account that payments out of one currency go into and those into it come from. */
export function poolOf(currency: Currency): string {
  return `${poolPrefix}${currency}`
}
