import { expect, test } from 'vitest'
import type { PaymentRecorded } from '../../events/payment-recorded.ts'
import { addUp } from './day-totals.ts'
import type { DayTotal } from './day-totals.ts'
import { aPayment } from './fixtures.ts'

const madeMs = Date.parse('2026-11-17T23:59:59.999Z')
const hex = madeMs.toString(16).padStart(12, '0')
const id = `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`

function totalsOf(...events: Partial<PaymentRecorded>[]): Partial<DayTotal>[] {
  const totals = new Map<string, DayTotal>()
  addUp(
    totals,
    events.map((event) => aPayment({ id, ...event })),
    '2026-11-18T00:00:00.000Z',
  )
  return [...totals.values()].map(({ day, status, payments, amountMinor, usdMinor }) => {
    return { day, status, payments, amountMinor, usdMinor }
  })
}

test('payments of one way, currency and state are one total', () => {
  const events = [
    { amountMinor: 5, usdMinor: 6 },
    { amountMinor: 7, usdMinor: 8 },
  ]
  expect(totalsOf(...events)).toEqual([
    { day: '2026-11-18', status: 'settled', payments: 2, amountMinor: 12n, usdMinor: 14n },
  ])
  const others = [{}, { status: 'rejected' as const }, { currency: 'EUR' }, { creditorBank: 'X' }]
  expect(totalsOf(...others).map(({ payments }) => payments)).toEqual([1, 1, 1, 1])
})

test('one that was held leaves its state for another, on the day of its making', () => {
  expect(totalsOf({ heldAs: 'queued', status: 'settled', usdMinor: 9 })).toEqual([
    { day: '2026-11-17', status: 'queued', payments: -1, amountMinor: -100n, usdMinor: -9n },
    { day: '2026-11-17', status: 'settled', payments: 1, amountMinor: 100n, usdMinor: 9n },
  ])
})

test('one that is held again stays where it is', () => {
  expect(totalsOf({ heldAs: 'queued', status: 'queued' })).toEqual([
    { day: '2026-11-17', status: 'queued', payments: 0, amountMinor: 0n, usdMinor: 0n },
  ])
})

test('a transfer between accounts of the gateway is no payment', () => {
  expect(totalsOf({ kind: 'transfer' })).toEqual([])
})
