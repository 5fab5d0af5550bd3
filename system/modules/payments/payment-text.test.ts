import { expect, test } from 'vitest'
import { anOrder } from './fixtures.ts'
import { makePayment } from './payment-row.ts'
import { fromText, toText } from './payment-text.ts'
import { type Payment, paymentSchema } from './schemas.ts'

const order = anOrder({ reference: 'r' })
const plain = makePayment({ id: 'i', order, rejection: undefined, createdAt: 't' })
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

test('no member that a payment can have is forgotten', () => {
  const held = { reviewReasons: ['amount'], releaseAt: 'then', releasedAt: 'now' }
  const whole: Payment = {
    ...plain,
    creditorCurrency: 'PKR',
    creditedMinor: 1,
    fxRateId: 7,
    usdMinor: 3,
    rejection: 'insufficient-funds',
  }
  expect(Object.keys({ ...whole, ...held }).toSorted()).toEqual(
    Object.keys(paymentSchema.properties).toSorted(),
  )
  expect(fromText(toText(whole))).toEqual(whole)
  expect(fromText(toText({ ...whole, ...held }))).toEqual({ ...whole, ...held })
})
