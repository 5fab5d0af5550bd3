import type { Money } from './credit-transfer.ts'

const decimals = 2
const minorPerMajor = 10n ** BigInt(decimals)

/** "1234.05", as XML has it. */
export function decimalPoint({ amountMinor }: Money): string {
  const minor = BigInt(amountMinor)
  return `${minor / minorPerMajor}.${String(minor % minorPerMajor).padStart(decimals, '0')}`
}

/** "1234,05": SWIFT's `15d`, with the comma that is always there. */
export function decimalComma(money: Money): string {
  return decimalPoint(money).replace('.', ',')
}

/**
 * What one unit of `from` was worth in the currency of `to`, with as many decimals as fit into so
 * many digits, rounded down and without trailing zeros; at least one digit stands before the point.
 *
 * @param digitsMost digits before and after the point together
 */
export function exchangeRate(from: Money, to: Money, digitsMost: number): string {
  const whole = BigInt(to.amountMinor) / BigInt(from.amountMinor)
  const places = Math.max(0, digitsMost - String(whole).length)
  const scale = 10n ** BigInt(places)
  const scaled = (BigInt(to.amountMinor) * scale) / BigInt(from.amountMinor)
  const fraction = String(scaled % scale).padStart(places, '0')
  return `${whole}.${places === 0 ? '' : fraction.replace(/0+$/, '')}`.replace(/\.$/, '')
}
