import { describe, expect, test } from 'vitest'
import { anOrder } from './fixtures.ts'
import { answers, fromRow, makePayment } from './payment-row.ts'
import type { PaymentOrder } from './schemas.ts'

const order = anOrder({ reference: 'invoice 7' })
const payment = makePayment({
  id: '01890000-0000-7000-8000-000000000000',
  order,
  rejection: undefined,
  createdAt: '2026-01-02T03:04:05.678Z',
})

describe('a payment answers an order', () => {
  test('whatever the order of the members of its body', () => {
    const shuffled = JSON.parse(
      '{"reference":"invoice 7","currency":"USD","amountMinor":1e2,"creditorAccount":"ACC-2","debtorAccount":"ACC-1"}',
    ) as PaymentOrder
    expect(answers(payment, shuffled)).toBe(true)
  })

  test.each([
    { debtorAccount: 'ACC-3' },
    { creditorAccount: 'ACC-3' },
    { amountMinor: 101 },
    { currency: 'EUR' as const },
    { reference: 'invoice 8' },
    { reference: '' },
  ])('unless one member differs: %o', (difference) => {
    expect(answers(payment, { ...order, ...difference })).toBe(false)
  })

  test('unless it has a reference that the order has not', () => {
    expect(answers(payment, anOrder())).toBe(false)
  })
})

test('a payment read from its row is the payment that was answered, byte for byte', () => {
  const row = {
    id: payment.id,
    tenant: 'bank',
    idempotency_key: 'k',
    debtor_account: 'ACC-1',
    creditor_account: 'ACC-2',
    amount_minor: 100,
    currency: 'USD',
    reference: 'invoice 7',
    rejection: null,
    created_at: new Date('2026-01-02T03:04:05.678Z'),
  }
  expect(JSON.stringify(fromRow(row))).toBe(JSON.stringify(payment))
})

test('a rejected payment says why, a payment without reference has none', () => {
  const parts = { id: 'i', order: anOrder(), createdAt: 't' }
  const rejected = makePayment({ ...parts, rejection: 'insufficient-funds' })
  expect(rejected).toMatchObject({ status: 'rejected', rejection: 'insufficient-funds' })
  expect(Object.keys(rejected)).not.toContain('reference')
})
