import { expect, test } from 'vitest'
import { bankDay, limitUse, nextChange } from './bank-day.ts'

const dubai = {
  localTime: '2026-01-14T12:00:00+04:00',
  open: true,
  opensAt: '2026-01-15T04:00:00.000Z',
  closesAt: '2026-01-14T12:00:00.000Z',
  window: { opens: '08:00', closes: '16:00', weekdays: [7, 1, 2, 3, 4] },
}

test('the window and the present are places in the bank own day', () => {
  expect(bankDay(dubai)).toEqual({ now: 0.5, window: { from: 8 / 24, until: 16 / 24 } })
})

test('a day off has no window; a Sunday is the seventh day', () => {
  expect(bankDay({ ...dubai, localTime: '2026-01-16T12:00:00+04:00' }).window).toBeUndefined()
  expect(bankDay({ ...dubai, localTime: '2026-01-18T12:00:00+04:00' }).window).toBeDefined()
})

test('what comes next is counted from the time of the system', () => {
  expect(nextChange(dubai, '2026-01-14T08:30:00.000Z')).toBe('closes in 3 h 30 min')
  expect(nextChange({ ...dubai, open: false }, '2026-01-14T22:00:00.000Z')).toBe(
    'opens in 6 h 00 min',
  )
})

test('a limit that is nearly used up stands out', () => {
  const tones = [0, 80, 95].map(
    (sent) => limitUse({ dailyLimitUsdMinor: 100, sentTodayUsdMinor: sent }).tone,
  )
  expect(tones).toEqual(['good', 'warn', 'bad'])
  expect(
    limitUse({ dailyLimitUsdMinor: 50_000_000_000, sentTodayUsdMinor: 5_000_000_000 }).text,
  ).toBe('10.0% of $500M')
})
