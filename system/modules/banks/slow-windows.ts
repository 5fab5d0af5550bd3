import type { WindowOf } from './window-span.ts'

/**
 * Whether a bank is open, by another way than the system's: the local day and time of that one
 * instant as `Intl` formats them, no span kept. Some microseconds a call; tests compare with it.
 */
export function isOpenBySlowWay({ timeZone, window }: WindowOf, atMs: number): boolean {
  const parts = formatOf(timeZone).formatToParts(atMs)
  const part = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((each) => each.type === type)?.value ?? ''
  const weekday = 1 + ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(part('weekday'))
  const time = `${part('hour')}:${part('minute')}`
  return window.weekdays.includes(weekday) && time >= window.opens && time < window.closes
}

const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone)
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
    formats.set(timeZone, format)
  }
  return format
}
