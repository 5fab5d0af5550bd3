import pg from 'pg'
import { expect, test } from 'vitest'
import type { SingleWriter } from '../../platform/postgres/single-writer.ts'
import { BankDays } from './bank-days.ts'
import { anOrder, someRules, twoAccounts } from './fixtures.ts'
import { HeldPayments } from './held-payments.ts'
import type { HeldPayment } from './held-row.ts'
import type { HeldBatch, HeldStore } from './held-store.ts'
import type { LaneMemory } from './memory.ts'
import { makePayment } from './payment-row.ts'
import { Turns } from './turns.ts'

const order = anOrder()
const queued: HeldPayment = {
  tenant: 'bank',
  key: 'key',
  kind: 'payment',
  order,
  held: { as: 'queued', terms: { usdMinor: 100, fxRateId: undefined, exchange: undefined } },
  payment: makePayment({ id: 'id', order, rejection: undefined, createdAt: 't', status: 'queued' }),
}

/** One queued payment that is due, and a database that says so much against settling it. */
function setUp(refusals: readonly string[]) {
  const left = [...refusals]
  const settled: string[] = []
  const store = {
    due: async () => [queued],
    async settle(_connection: unknown, { records }: HeldBatch) {
      const code = left.shift()
      if (code !== undefined) {
        throw Object.assign(new pg.DatabaseError('refused', 0, 'error'), { code })
      }
      settled.push(...records.map(({ payment }) => payment.status))
      return []
    },
  }
  const { accounts } = twoAccounts()
  const bankDays = new BankDays({ dailyLimitUsdMinor: () => 1_000_000 })
  const memory = {
    accounts,
    bankDays,
    loadMissing: async () => bankDays.missing([], '2026-01-02'),
    reload: async () => undefined,
  }
  const held = new HeldPayments({
    store: store as unknown as HeldStore,
    writer: { connection: async () => ({}) } as unknown as SingleWriter,
    outbox: { offer: () => undefined, doubt: () => undefined },
    memory: memory as unknown as LaneMemory,
    rules: someRules(),
    turns: new Turns(),
    now: () => Date.UTC(2026, 0, 2),
    changed: () => undefined,
  })
  return { held, settled }
}

test.each([
  ['an account that others keep changing', Array(10).fill('PB001')],
  ['a deadlock', ['40P01']],
])('a release is decided anew after %s', async (_title, refusals) => {
  const { held, settled } = setUp(refusals)
  await held.releaseDue()
  expect(settled).toEqual(['settled'])
})

test('one that the database will not take is rejected', async () => {
  const { held, settled } = setUp(['23514'])
  await held.releaseDue()
  expect(settled).toEqual(['rejected'])
})
