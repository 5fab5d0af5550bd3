import { expect, test } from 'vitest'
import { anOrder } from './fixtures.ts'
import { answerTo, RecentPayments } from './idempotency.ts'
import { makePayment } from './payment-row.ts'

const payment = makePayment({ id: 'i', order: anOrder(), rejection: undefined, createdAt: 't' })

test('a key belongs to its tenant', () => {
  const recent = new RecentPayments(10)
  recent.put('one', 'key', payment)
  expect(recent.get('one', 'key')).toBe(payment)
  expect(recent.get('two', 'key')).toBeUndefined()
})

test('the last payments are kept, and at most twice as many', () => {
  const recent = new RecentPayments(2)
  for (const key of ['a', 'b', 'c', 'd', 'e']) {
    recent.put('bank', key, payment)
  }
  const kept = ['a', 'b', 'c', 'd', 'e'].filter((key) => recent.get('bank', key) !== undefined)
  expect(kept).toEqual(['c', 'd', 'e'])
})

test('a key that was used for another order is refused', () => {
  expect(answerTo(anOrder(), payment, true)).toEqual({ payment, replayed: true })
  expect(() => answerTo(anOrder({ amountMinor: 1 }), payment, true)).toThrow(
    expect.objectContaining({ code: 'idempotency-key-reused' }),
  )
})
