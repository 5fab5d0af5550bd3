import { expect, test } from 'vitest'
import { anOrder } from './fixtures.ts'
import { makePayment } from './payment-row.ts'
import { fromText, toText } from './payment-text.ts'
import type { Payment } from './schemas.ts'

const plain = makePayment({ id: 'i', order: anOrder(), rejection: undefined, createdAt: 't' })
const { reference: _, ...unnamed } = plain

test.for<[string, Payment]>([
  ['settled', plain],
  ['without a reference', unnamed],
  ['with an empty reference', { ...plain, reference: '' }],
  ['with a reference like a text of its own', { ...plain, reference: '={"a"} b=c' }],
  ['with letters of all kinds', { ...plain, reference: 'Überweisung „für“ 東京 �' }],
  ['the largest', { ...plain, amountMinor: 10_000_000_000_000, usdMinor: 10_000_000_000_000 }],
  ['of no dollars', { ...plain, usdMinor: 0 }],
  ['exchanged', { ...plain, creditorCurrency: 'PKR', creditedMinor: 1, fxRateId: 7, usdMinor: 3 }],
  ['rejected', { ...plain, status: 'rejected', rejection: 'insufficient-funds' }],
  ['reviewed', { ...plain, reviewReasons: ['amount', 'pair'], releasedAt: 'now' }],
  ['queued before', { ...plain, releaseAt: 'then', releasedAt: 'now' }],
])('a payment that is %s comes back member for member', ([, payment]) => {
  const back = fromText(toText(payment))
  expect(back).toEqual(payment)
  expect(Object.keys(back).toSorted()).toEqual(Object.keys(payment).toSorted())
})
