import { exact, noValue, signed } from '../counts.ts'
import { significant } from '../quantity.ts'

/**
 * Numbers for people: three significant digits, a unit, a sign where it is a difference. Exact
 * counts keep all their digits.
 */
export { exact, noValue, plural } from '../counts.ts'
export { significant } from '../quantity.ts'

/** A difference of an exact count: +1, −3. */
export function exactChange(difference: number): string {
  return difference > 0 ? `+${exact(difference)}` : exact(difference)
}

/** A relative change as a percentage with its sign: 0.121 is "+12.1 %"; beyond tenfold "×12.3". */
export function percentChange(relative: number): string {
  if (!Number.isFinite(relative)) return noValue
  if (relative >= 9) return `×${significant(relative + 1)}`
  const text = percent(relative)
  return relative > 0 && text !== '0 %' ? `+${text}` : text
}

/** A share or bound as a percentage, at most two decimals: 0.082 is "8.20 %". */
export function percent(relative: number): string {
  if (!Number.isFinite(relative)) return noValue
  const value = relative * 100
  const magnitude = Math.abs(value)
  if (magnitude < 0.005) return '0 %'
  return `${signed(value, magnitude < 1 ? magnitude.toFixed(2) : significant(magnitude))} %`
}

export function durationText(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000))
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60] as const
  if (parts[0] > 0) return `${parts[0]} h ${parts[1]} min`
  if (parts[1] > 0) return `${parts[1]} min ${parts[2]} s`
  return `${parts[2]} s`
}
