import { expect, test } from 'vitest'
import { anOrder } from './fixtures.ts'
import { answerTo } from './idempotency.ts'
import { makePayment } from './payment-row.ts'

const payment = makePayment({ id: 'i', order: anOrder(), rejection: undefined, createdAt: 't' })

test('a key that was used for another order is refused', () => {
  expect(answerTo(anOrder(), payment, true)).toEqual({ payment, replayed: true })
  expect(() => answerTo(anOrder({ amountMinor: 1 }), payment, true)).toThrow(
    expect.objectContaining({ code: 'idempotency-key-reused' }),
  )
})
