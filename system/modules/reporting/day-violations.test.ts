import { expect, test } from 'vitest'
import { addViolations } from './day-violations.ts'
import type { DayViolations } from './day-violations.ts'
import { aPayment } from './fixtures.ts'

const at = '2026-01-09T09:00:00.000Z'
const [dubai, tel, mumbai] = ['ENBXAEADXXX', 'LUMIILITXXX', 'SBININBBXXX']

function violationsOf(...events: Parameters<typeof aPayment>[0][]): readonly DayViolations[] {
  const violations = new Map<string, DayViolations>()
  const isOpen = (bank: string, atMs: number) => atMs === Date.parse(at) && bank === mumbai
  addViolations(violations, events.map(aPayment), at, isOpen)
  return [...violations.values()]
}

test('a payment that has to wait counts once for each bank that is closed', () => {
  const queued = { status: 'queued' } as const
  expect(
    violationsOf(
      { ...queued, debtorBank: dubai, creditorBank: tel },
      { ...queued, debtorBank: dubai, creditorBank: dubai },
      { ...queued, debtorBank: mumbai, creditorBank: dubai },
    ),
  ).toEqual([
    { day: '2026-01-09', bank: dubai, payments: 3 },
    { day: '2026-01-09', bank: tel, payments: 1 },
  ])
})

test('one that a review let go on, or that did not wait, counts for none', () => {
  expect(
    violationsOf(
      { status: 'queued', heldAs: 'in-review' },
      { status: 'settled', heldAs: 'queued' },
      { status: 'in-review' },
      { status: 'settled' },
      { status: 'rejected' },
    ),
  ).toEqual([])
})
