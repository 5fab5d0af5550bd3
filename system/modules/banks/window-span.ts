import type { Bank } from './banks.ts'

/**
 * A stretch in which a bank is open, or closed, all the time: from `fromMs` on, before `untilMs`.
 */
export interface WindowSpan {
  readonly open: boolean
  readonly fromMs: number
  readonly untilMs: number
}

export type WindowOf = Pick<Bank, 'bic' | 'timeZone' | 'window'>

/**
 * A weekly calendar shows an edge within a week on either side; the day more is for days cut short.
 */
const daysToLook = 8

/**
 * The span around an instant, by the zone's rules of that day. Costs tens of microseconds: whoever
 * asks for every payment keeps the answer.
 *
 * @throws RangeError when the bank never opens
 */
export function windowSpanAt(of: WindowOf, atMs: number): WindowSpan {
  const today = Temporal.Instant.fromEpochMilliseconds(Math.floor(atMs))
    .toZonedDateTimeISO(of.timeZone)
    .toPlainDate()
  let previousCloseMs = Number.NEGATIVE_INFINITY
  for (let offset = -daysToLook; offset <= daysToLook; offset += 1) {
    const day = today.add({ days: offset })
    if (!of.window.weekdays.includes(day.dayOfWeek)) continue
    const fromMs = instantMs(day, of.window.opens, of.timeZone)
    const untilMs = instantMs(day, of.window.closes, of.timeZone)
    if (atMs < fromMs) return { open: false, fromMs: previousCloseMs, untilMs: fromMs }
    if (atMs < untilMs) return { open: true, fromMs, untilMs }
    previousCloseMs = untilMs
  }
  throw new RangeError(`bank ${of.bic} opens on no day of the week, expected at least one`)
}

function instantMs(day: Temporal.PlainDate, plainTime: string, timeZone: string): number {
  return day.toZonedDateTime({ timeZone, plainTime }).epochMilliseconds
}
