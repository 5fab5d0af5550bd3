import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { violatedInvariants } from '../../testing/invariants.ts'
import { createScratchDatabase } from '../../testing/scratch-database.ts'
import type { ScratchDatabase } from '../../testing/scratch-database.ts'

const countDaysBefore = new URL('../../migrations/0062-account-days-before.sql', import.meta.url)

let scratch: ScratchDatabase

/**
 * As a system left it that counted an account's latest day alone: 1 went on from day to day, 2 was
 * paid only, 3 had its clock go back, 4 its limit lowered, and 5 is counted as it should be.
 */
const asItWas = `
insert into account (id, tenant, number, bank, currency, opening_minor, balance_minor,
  daily_limit_minor, spent_on, spent_minor)
select id, 'interbank', 'ACC-' || id, 'BANK', 'EUR', 0, 0, limit_minor, spent_on::date, spent_minor
from (values (1, 100, '2026-01-07', 30), (2, 100, '2026-01-07', 0), (3, 100, '2026-01-06', 5),
  (4, 60, '2026-01-07', 0), (5, 100, '2026-01-07', 10)) as t(id, limit_minor, spent_on, spent_minor);
insert into payment (tenant, id, idempotency_key, debtor_id, creditor_id, amount_minor, currency,
  creditor_currency, created_at, released_at, status, kind, rejection)
select 'interbank', gen_random_uuid(), n, debtor_id, 2, amount_minor, 'EUR', 'EUR',
  created_at::timestamptz, released_at::timestamptz, status, kind,
  case status when 'rejected' then 'insufficient-funds' end
from (values
  (1, 1, 10, '2026-01-05T09:00Z', null, 'settled', 'payment'),
  (2, 1, 20, '2026-01-05T23:59Z', null, 'settled', 'payment'),
  (3, 1, 40, '2026-01-05T23:59Z', '2026-01-06T09:00Z', 'settled', 'payment'),
  (4, 1, 30, '2026-01-07T09:00Z', null, 'settled', 'payment'),
  (5, 1, 99, '2026-01-05T09:00Z', null, 'rejected', 'payment'),
  (6, 1, 99, '2026-01-05T09:00Z', null, 'settled', 'transfer'),
  (7, 3, 70, '2026-01-07T09:00Z', null, 'settled', 'payment'),
  (8, 3, 5, '2026-01-06T09:00Z', null, 'settled', 'payment'),
  (9, 4, 61, '2026-01-07T09:00Z', null, 'settled', 'payment'),
  (10, 5, 10, '2026-01-07T09:00Z', null, 'settled', 'payment')
) as t(n, debtor_id, amount_minor, created_at, released_at, status, kind);
insert into account_day (day, account_id, spent_minor) values ('2026-01-06', 1, 1)`

beforeAll(async () => {
  scratch = await createScratchDatabase()
  await scratch.database.query(asItWas)
})
afterAll(async () => scratch[Symbol.asyncDispose]())

/** Accounts and days that are counted otherwise than they were paid from. */
async function miscounted(): Promise<readonly unknown[]> {
  const rows = async (sql: string, values: unknown[]) => scratch.database.query(sql, values)
  const violated = await violatedInvariants({ rows }, 'payments')
  const found = violated.find(({ id }) => id === 'payments.daily-limit-kept')?.rows ?? []
  return [...new Set(found.map((row) => (row as { number: string }).number))].toSorted()
}

test('days before each was counted are counted from their payments, once however often', async () => {
  const { database } = scratch
  expect(await miscounted()).toEqual(['ACC-1', 'ACC-3', 'ACC-4'])
  const migration = await readFile(countDaysBefore, 'utf8')
  for (let time = 1; time <= 2; time += 1) {
    await database.query(migration)
    expect(
      await database.query(
        'select day::text, account_id, spent_minor from account_day order by account_id, day',
      ),
    ).toEqual([
      { day: '2026-01-05', account_id: 1, spent_minor: 30 },
      { day: '2026-01-06', account_id: 1, spent_minor: 40 },
      { day: '2026-01-06', account_id: 3, spent_minor: 5 },
    ])
    expect(
      await database.query(
        'select id, spent_on::text, spent_minor, version from account order by id',
      ),
    ).toEqual([
      { id: 1, spent_on: '2026-01-07', spent_minor: 30, version: 0 },
      { id: 2, spent_on: '2026-01-07', spent_minor: 0, version: 0 },
      { id: 3, spent_on: '2026-01-07', spent_minor: 70, version: 1 },
      { id: 4, spent_on: '2026-01-07', spent_minor: 60, version: 1 },
      { id: 5, spent_on: '2026-01-07', spent_minor: 10, version: 0 },
    ])
  }
  // What was sent beyond the limit stays in sight.
  expect(await miscounted()).toEqual(['ACC-4'])
})
