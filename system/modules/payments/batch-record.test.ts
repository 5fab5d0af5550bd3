import { expect, test } from 'vitest'
import type { PaymentRecorded } from '../../events/payment-recorded.ts'
import { publishedRows } from './batch-columns.ts'
import { composeMessages, mostEventBytes } from './batch-record.ts'
import { anOrder, twoAccounts } from './fixtures.ts'
import { makePayment } from './payment-row.ts'

const { debtor, creditor } = twoAccounts()

function settledPayment(tenant: string, index: number) {
  const order = anOrder()
  return {
    item: { tenant, kind: 'payment' as const, order },
    debtor,
    creditor,
    terms: { usdMinor: 100, fxRateId: undefined, exchange: undefined },
    pools: undefined,
    outcome: { status: 'settled' as const },
    payment: makePayment({ id: `id-${index}`, order, rejection: undefined, createdAt: 't' }),
  }
}

const eventsOf = (payload: string) => JSON.parse(payload) as PaymentRecorded[]

test('a tenant has one message as long as a broker takes it', () => {
  const records = [1, 2, 3].map((index) => settledPayment(index === 2 ? 'other' : 'bank', index))
  const messages = composeMessages(records)
  expect(messages.map(({ key, n }) => [key, n])).toEqual([
    ['bank', 2],
    ['other', 1],
  ])
})

test('the largest batch there can be is told in messages that a broker takes, each event once and in order', () => {
  const records = Array.from({ length: 10_000 }, (_, index) => settledPayment('bank', index))
  const messages = composeMessages(records)
  expect(messages.length).toBeGreaterThan(2)
  for (const { n, payload } of messages) {
    expect(Buffer.byteLength(payload)).toBeLessThanOrEqual(mostEventBytes)
    expect(eventsOf(payload).length).toBe(n)
  }
  const told = messages.flatMap(({ payload }) => eventsOf(payload).map(({ id }) => id))
  expect(told).toEqual(records.map(({ payment }) => payment.id))
})

test('rows of one key are those of its messages, in order', () => {
  const messages = ['a', 'b', 'a'].map((key, index) => ({ key, n: 1, payload: `[${index}]` }))
  const batch = {
    changes: { accounts: new Map(), banks: new Map() },
    createdAt: 't',
    day: '2026-01-02',
    lane: 'payments',
    topic: 'events',
    messages,
  }
  const rows = publishedRows(batch, [
    [7, 'a'],
    [8, 'b'],
    [9, 'a'],
    [null, null],
  ])
  expect(rows.map(({ id, payload }) => [id, payload])).toEqual([
    [7, '[0]'],
    [8, '[1]'],
    [9, '[2]'],
  ])
})
