import { expect, test } from 'vitest'
import { anOrder } from './fixtures.ts'
import { makePayment } from './payment-row.ts'
import { RecentPayments } from './recent-payments.ts'
import type { Payment } from './schemas.ts'

function aPayment(members: Partial<Payment> = {}): Payment {
  const plain = makePayment({ id: 'i', order: anOrder(), rejection: undefined, createdAt: 't' })
  return { ...plain, ...members }
}

test('a key belongs to its tenant', () => {
  const recent = new RecentPayments(10)
  recent.put('one', 'key', aPayment())
  expect(recent.get('one', 'key')).toEqual(aPayment())
  expect(recent.get('two', 'key')).toBeUndefined()
  expect(recent.get('one', 'key2')).toBeUndefined()
})

test('the last payments are kept, and at most twice as many', () => {
  const recent = new RecentPayments(2)
  for (const key of ['a', 'b', 'c', 'd', 'e']) {
    recent.put('bank', key, aPayment())
  }
  const kept = ['a', 'b', 'c', 'd', 'e'].filter((key) => recent.get('bank', key) !== undefined)
  expect(kept).toEqual(['c', 'd', 'e'])
})

test('every member comes back as it was, and none that was not there', () => {
  const recent = new RecentPayments(10)
  const payment = aPayment({
    reference: 'Überweisung „für“ 東京 \u{fffd}',
    amountMinor: 10_000_000_000_000,
    creditorCurrency: 'PKR',
    creditedMinor: 1,
    fxRateId: 7,
    usdMinor: 0,
    rejection: 'insufficient-funds',
    reviewReasons: ['amount'],
    releaseAt: 'later',
  })
  recent.put('bank', 'full', payment)
  recent.put('bank', 'plain', aPayment())
  expect(recent.get('bank', 'full')).toEqual(payment)
  expect(Object.keys(recent.get('bank', 'plain') ?? {})).toEqual(Object.keys(aPayment()))
})

test('of many thousand keys, some of the same bucket, each has its own payment', () => {
  const least = 2_000
  const recent = new RecentPayments(least)
  const count = 4 * least
  for (let number = 0; number < count; number += 1) {
    recent.put(`bank-${number % 3}`, `key-${number}`, aPayment({ amountMinor: number }))
  }
  const found = Array.from(
    { length: count },
    (_, number) => recent.get(`bank-${number % 3}`, `key-${number}`)?.amountMinor,
  )
  expect(found.slice(0, count - 2 * least)).toEqual(Array(count - 2 * least).fill(undefined))
  expect(found.slice(-least)).toEqual(Array.from({ length: least }, (_, i) => count - least + i))
})

test('keys and tenants of the same hash are told apart', () => {
  const recent = new RecentPayments(10, () => 7)
  recent.put('bank', 'one', aPayment({ id: 'first' }))
  recent.put('bank', 'two', aPayment({ id: 'second' }))
  recent.put('other', 'one', aPayment({ id: 'third' }))
  const found = [recent.get('bank', 'one'), recent.get('bank', 'two'), recent.get('other', 'one')]
  expect(found.map((payment) => payment?.id)).toEqual(['first', 'second', 'third'])
  expect(recent.get('other', 'two')).toBeUndefined()
})

test('of keys that all have one hash the last are found, and no lookup goes by all of them', () => {
  const recent = new RecentPayments(100, () => 7)
  for (let number = 0; number < 50; number += 1) {
    recent.put('bank', `key-${number}`, aPayment({ amountMinor: number + 1 }))
  }
  const found = Array.from({ length: 50 }, (_, number) => recent.get('bank', `key-${number}`))
  expect(found.filter((payment) => payment !== undefined)).toHaveLength(16)
  expect(found.at(-1)?.amountMinor).toBe(50)
})

test('a key that is put again stands for what it was given last', () => {
  const recent = new RecentPayments(10)
  recent.put('bank', 'key', aPayment({ id: 'first' }))
  recent.put('bank', 'key', aPayment({ id: 'second' }))
  expect(recent.get('bank', 'key')?.id).toBe('second')
})

test('payments of unusual size leave others alone', () => {
  const recent = new RecentPayments(4)
  recent.put('bank', 'before', aPayment())
  recent.put('bank', 'huge', aPayment({ reference: 'x'.repeat(5_000) }))
  expect(recent.get('bank', 'huge')).toBeUndefined()
  expect(recent.get('bank', 'before')).toEqual(aPayment())
  recent.put('bank', 'after', aPayment())
  expect(recent.get('bank', 'after')).toEqual(aPayment())
})
