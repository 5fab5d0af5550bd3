import type { Currency } from './currencies.ts'
import type { FxSnapshot } from './quotes.ts'

/**
 * Money from one currency into another, exactly. The receiver gets whole minor units, rounded down;
 * what is left is less than one of them and is handed back as an integer, so that nothing is lost:
 *
 *     amountMinor x usdPerUnitE9[from] = creditedMinor x usdPerUnitE9[to] + remainder
 */
export interface Converted {
  readonly creditedMinor: number
  /** Of the denominator `usdPerUnitE9[to]`: 0 <= remainder < denominator. */
  readonly remainder: number
}

/**
 * @param amountMinor a safe integer, not negative
 * @throws RangeError when the result is no safe integer; with rates in their band this needs more
 *   than the largest payment
 */
export function convertMinor(
  amountMinor: number,
  from: Currency,
  to: Currency,
  { usdPerUnitE9 }: Pick<FxSnapshot, 'usdPerUnitE9'>,
): Converted {
  if (from === to) {
    return { creditedMinor: amountMinor, remainder: 0 }
  }
  const rateTo = Number(usdPerUnitE9[to])
  const usdE9 = amountMinor * Number(usdPerUnitE9[from])
  // A product beyond 2^53 never rounds to less than 2^53, so one that passes is exact; so then are
  // the remainder, which is smaller, and the quotient, which divides without one.
  if (usdE9 <= Number.MAX_SAFE_INTEGER) {
    const remainder = usdE9 % rateTo
    return { creditedMinor: (usdE9 - remainder) / rateTo, remainder }
  }
  return convertLarge(amountMinor, usdPerUnitE9[from], usdPerUnitE9[to])
}

function convertLarge(amountMinor: number, rateFrom: bigint, rateTo: bigint): Converted {
  const usdE9 = BigInt(amountMinor) * rateFrom
  const creditedMinor = Number(usdE9 / rateTo)
  if (!Number.isSafeInteger(creditedMinor)) {
    throw new RangeError(`${amountMinor} converts to ${creditedMinor}, expected a safe integer`)
  }
  return { creditedMinor, remainder: Number(usdE9 % rateTo) }
}
