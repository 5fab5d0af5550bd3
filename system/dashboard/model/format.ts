/** Figures as text, in one manner everywhere: grouped by thousands, times in UTC. Pure. */

const whole = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 })
const oneDigit = new Intl.NumberFormat('en-GB', {
  minimumFractionDigits: 1,
  maximumFractionDigits: 1,
})
const twoDigits = new Intl.NumberFormat('en-GB', {
  minimumFractionDigits: 2,
  maximumFractionDigits: 2,
})
const compact = new Intl.NumberFormat('en-US', {
  notation: 'compact',
  maximumSignificantDigits: 3,
})

/** What stands where there is no figure; screens read it as such, never as zero. */
export const noFigure = '–'

export function formatCount(count: number): string {
  return whole.format(count)
}

/** Small rates keep a digit, or 0.4/s would look like standing still. */
export function formatRate(perSecond: number): string {
  return perSecond > 0 && perSecond < 100
    ? oneDigit.format(perSecond)
    : whole.format(Math.round(perSecond))
}

export function formatPercent(percent: number): string {
  return percent === 100 || percent === 0
    ? `${percent}%`
    : `${percent < 10 ? twoDigits.format(percent) : oneDigit.format(cut(percent))}%`
}

/** 99.97 % is not 100.0 %: a share of failures must not vanish in rounding. */
function cut(percent: number): number {
  return percent < 100 && percent > 99.9 ? Math.floor(percent * 10) / 10 : percent
}

export function formatCompact(amount: number): string {
  return compact.format(amount)
}

/** @param amountMinor integer minor units of a currency with two decimals @returns e.g. 1,234.50 */
export function formatMinor(amountMinor: number | bigint): string {
  const minor = BigInt(amountMinor)
  const size = minor < 0n ? -minor : minor
  const cents = String(size % 100n).padStart(2, '0')
  return `${minor < 0n ? '−' : ''}${whole.format(size / 100n)}.${cents}`
}

/** @param amountMinor integer minor units @returns major units, short: 12.3M */
export function formatMinorCompact(amountMinor: number | bigint): string {
  const major = Number(amountMinor) / 100
  return `${major < 0 ? '−' : ''}${compact.format(Math.abs(major))}`
}

/**
 * @param usdMinor cents @returns dollars, short: $12.3M, small ones with cents: $9.70, and what is
 * owed as −$4.4M
 */
export function formatUsd(usdMinor: number | bigint): string {
  const isSmall = usdMinor > -100_000 && usdMinor < 100_000
  // In a column $9.7 below $9.69 looks like a tenth of what it is.
  const text = isSmall ? formatMinor(usdMinor) : formatMinorCompact(usdMinor)
  return text.startsWith('−') ? `−$${text.slice(1)}` : `$${text}`
}

/** @param text major units as decimal text, as the API gives volumes @returns minor units */
export function minorOfDecimal(text: string): bigint {
  const [, sign = '', major = '0', cents = ''] = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(text) ?? []
  const minor = BigInt(major) * 100n + BigInt(cents.padEnd(2, '0'))
  return sign === '-' ? -minor : minor
}

/** @returns 14:03:59 */
export function formatTime(atMs: number): string {
  return new Date(atMs).toISOString().slice(11, 19)
}

/** @param iso ISO 8601 @returns 14:03:59, or the day in front when it is not the day of `nowMs` */
export function formatMoment(iso: string, nowMs: number): string {
  const at = new Date(iso).toISOString()
  const today = new Date(nowMs).toISOString().slice(0, 10)
  return at.startsWith(today) ? at.slice(11, 19) : `${at.slice(5, 10)} ${at.slice(11, 16)}`
}

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** The two largest units: 45 s, 12 min, 3 h 05 min, 2 d 4 h. */
export function formatDuration(durationMs: number): string {
  const ms = Math.max(0, durationMs)
  if (ms < minuteMs) {
    return `${Math.round(ms / 1000)} s`
  }
  if (ms < hourMs) {
    return `${Math.floor(ms / minuteMs)} min`
  }
  if (ms < dayMs) {
    const minutes = Math.floor((ms % hourMs) / minuteMs)
    return `${Math.floor(ms / hourMs)} h ${String(minutes).padStart(2, '0')} min`
  }
  return `${Math.floor(ms / dayMs)} d ${Math.floor((ms % dayMs) / hourMs)} h`
}
