import { expect, test } from 'vitest'
import { banks } from './banks.ts'
import { bankStatusAt } from './status.ts'
import { createClearingWindows } from './windows.ts'

const [dubai, , , kolkata] = banks

function statusOf(bank: typeof dubai, instant: string) {
  if (bank === undefined) throw new RangeError('no such bank')
  const { localTime, open, opensAt, closesAt } = bankStatusAt(
    bank,
    createClearingWindows(),
    Date.parse(instant),
  )
  return { localTime, open, opensAt, closesAt }
}

test('an open bank closes today and opens tomorrow', () => {
  expect(statusOf(kolkata, '2026-01-07T09:00:00.250Z')).toEqual({
    localTime: '2026-01-07T14:30:00+05:30',
    open: true,
    opensAt: '2026-01-08T04:30:00.000Z',
    closesAt: '2026-01-07T12:30:00.000Z',
  })
})

test('a closed bank opens when its weekend is over, and closes that day', () => {
  expect(statusOf(dubai, '2026-01-08T12:00:00.000Z')).toEqual({
    localTime: '2026-01-08T16:00:00+04:00',
    open: false,
    opensAt: '2026-01-11T04:00:00.000Z',
    closesAt: '2026-01-11T12:00:00.000Z',
  })
})
