import { formatDuration, formatPercent, formatUsd } from './format.ts'

export interface BankDay {
  /** Share of the local day, in [0, 1]. */
  readonly now: number
  /** Undefined on a day off. */
  readonly window: { readonly from: number; readonly until: number } | undefined
}

interface Windowed {
  readonly localTime: string
  readonly open: boolean
  readonly opensAt: string
  readonly closesAt: string
  readonly window: {
    readonly opens: string
    readonly closes: string
    readonly weekdays: readonly number[]
  }
}

/** Where the clearing window and the present are in the bank's own day. */
export function bankDay({ localTime, window }: Windowed): BankDay {
  const weekday = new Date(localTime.slice(0, 10)).getUTCDay() || 7
  return {
    now: shareOfDay(localTime.slice(11, 16)),
    window: window.weekdays.includes(weekday)
      ? { from: shareOfDay(window.opens), until: shareOfDay(window.closes) }
      : undefined,
  }
}

/** @param time HH:MM */
function shareOfDay(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number)
  return (hours * 60 + minutes) / (24 * 60)
}

/** @param at what time it is to the system, which may be another one than to this page */
export function nextChange({ open, opensAt, closesAt }: Windowed, at: string): string {
  const untilMs = Date.parse(open ? closesAt : opensAt) - Date.parse(at)
  return `${open ? 'closes' : 'opens'} in ${formatDuration(untilMs)}`
}

export interface LimitUse {
  readonly percent: number
  readonly text: string
  readonly tone: 'good' | 'warn' | 'bad'
}

const warnFromPercent = 80
const badFromPercent = 95

export function limitUse(bank: {
  readonly dailyLimitUsdMinor: number
  readonly sentTodayUsdMinor: number
}): LimitUse {
  const { dailyLimitUsdMinor: limit, sentTodayUsdMinor: sent } = bank
  const percent = limit === 0 ? 100 : (sent / limit) * 100
  const text = `${formatPercent(percent)} of ${formatUsd(limit)}`
  const isHigh = percent >= warnFromPercent
  return { percent, text, tone: percent >= badFromPercent ? 'bad' : isHigh ? 'warn' : 'good' }
}
