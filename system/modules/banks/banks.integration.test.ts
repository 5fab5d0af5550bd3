import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { violatedInvariants } from '../../testing/invariants.ts'
import { SystemUnderTest } from '../../testing/system-process.ts'

/**
 * Wednesday, at an hour at which every bank clears; then the Saturday on which India alone does.
 */
const wednesday = { CLOCK_STARTS_AT: '2026-01-07T09:00:00Z' }
const saturday = { CLOCK_STARTS_AT: '2026-01-10T09:00:00Z' }

/** Of the Emirates. */
const order = {
  debtorAccount: 'ACC-000401',
  creditorAccount: 'ACC-000402',
  amountMinor: 100_000,
  currency: 'AED',
}

let system: SystemUnderTest

interface BankAnswer {
  readonly bic: string
  readonly open: boolean
  readonly localTime: string
  readonly opensAt: string
  readonly sentTodayUsdMinor: number
  readonly violations: number
}

async function banksNow(): Promise<ReadonlyMap<string, BankAnswer>> {
  const { status, json } = await system.request('/api/v1/banks')
  expect(status).toBe(200)
  return new Map((json['banks'] as readonly BankAnswer[]).map((bank) => [bank.bic, bank]))
}

beforeAll(async () => {
  system = await new SystemUnderTest({ PAYMENT_RELEASE_INTERVAL_MS: '50' }).prepare()
  await system.start(wednesday)
  await system.ready()
})
afterAll(async () => {
  await system[Symbol.asyncDispose]()
})

describe('the list of banks', () => {
  test('has four, all of them open on a Wednesday morning', async () => {
    const banks = await banksNow()
    expect([...banks.values()].map(({ open }) => open)).toEqual([true, true, true, true])
    expect(banks.get('SBININBBXXX')?.localTime).toMatch(/^2026-01-07T14:\d\d:\d\d\+05:30$/)
  })

  test('shows what a bank has sent today, in dollars', async () => {
    expect((await banksNow()).get('ENBXAEADXXX')?.sentTodayUsdMinor).toBe(0)
    expect((await system.pay('sent', order)).status).toBe(201)
    const [row] = await system.rows<{ usd: string }>('select usd_minor as usd from payment')
    const banks = await banksNow()
    expect(banks.get('ENBXAEADXXX')?.sentTodayUsdMinor).toBe(Number(row?.usd))
    expect(banks.get('LUMIILITXXX')?.sentTodayUsdMinor).toBe(0)
  })
})

test('a payment to a closed bank counts as its violation, and is released at no other instant', async () => {
  await system.end('SIGTERM')
  await system.start(saturday)
  await system.ready()
  expect((await system.pay('closed', order)).status).toBe(202)
  await system.quiescent()
  const banks = await banksNow()
  expect([...banks.values()].map(({ open }) => open)).toEqual([false, false, false, true])
  expect([...banks.values()].map(({ violations }) => violations)).toEqual([1, 0, 0, 0])
  expect(banks.get('ENBXAEADXXX')?.opensAt).toBe('2026-01-11T04:00:00.000Z')
  const others = await system.request('/api/v1/banks', { headers: { 'x-tenant-id': 'other' } })
  const counts = (others.json['banks'] as readonly BankAnswer[]).map((bank) => bank.violations)
  expect(counts).toEqual([0, 0, 0, 0])
  const metrics = await system.request('/metrics')
  expect(metrics.text).toContain('clearing_violations_total{bank="ENBXAEADXXX"} 1')
  const rows = await system.rows(
    `select bank, payment.idempotency_key as key from clearing_violation
     join payment on payment.id = payment_id`,
  )
  expect(rows).toEqual([{ bank: 'ENBXAEADXXX', key: 'closed' }])
  await system.end('SIGTERM')
  expect(await violatedInvariants(system, 'banks')).toEqual([])
})

test('violations are those of today, whatever process they came to, and what the payments say', async () => {
  await system.start(saturday)
  await system.ready()
  expect((await banksNow()).get('ENBXAEADXXX')?.violations).toBe(1)
  await system.end('SIGTERM')
  await system.start({ CLOCK_STARTS_AT: '2026-01-11T03:00:00Z' })
  await system.ready()
  expect((await banksNow()).get('ENBXAEADXXX')?.violations).toBe(0)
  await system.end('SIGTERM')
  const violated = async () => (await violatedInvariants(system, 'reporting')).map(({ id }) => id)
  expect(await violated()).toEqual([])
  await system.rows('update clearing_violation_day set payments = payments + 1')
  expect(await violated()).toEqual(['reporting.violations-match'])
  await system.rows('update clearing_violation_day set payments = payments - 1')
})

test('violations whose events were removed before they were counted are counted by a migration', async () => {
  const migration = '../../migrations/0063-clearing-violations-counted.sql'
  const count = await readFile(new URL(migration, import.meta.url), 'utf8')
  const counted = async () => system.rows('select * from clearing_violation_day')
  const before = await counted()
  expect(before).toMatchObject([{ bank: 'ENBXAEADXXX' }])
  await system.rows(`create table kept as select * from outbox;
    delete from outbox; delete from clearing_violation_day`)
  await system.rows(count)
  expect(await counted()).toEqual(before)

  await system.rows(`insert into outbox overriding system value select * from kept;
    drop table kept; delete from clearing_violation_day;
    update payment_day_applied set outbox_id = outbox_id - 1`)
  await system.rows(count)
  // Its event is not in the totals yet, and will bring it.
  expect(await counted()).toEqual([])
  await system.rows('update payment_day_applied set outbox_id = outbox_id + 1')
  await system.rows(count)
  await system.rows(count)
  expect(await counted()).toEqual(before)
})

/** Each mutation is undone by its inverse, so that each is judged alone. */
const mutations: readonly [what: string, mutate: string, undo: string, caughtBy: string][] = [
  [
    'an account is kept by nobody',
    `update account set bank = 'NOBODYXXXXX' where id = 7`,
    `update account set bank = 'SBININBBXXX' where id = 7`,
    'banks.accounts-known',
  ],
  [
    'a payment was settled though its bank was closed',
    `update payment set created_at = created_at + interval '3 days' where idempotency_key = 'sent'`,
    `update payment set created_at = created_at - interval '3 days' where idempotency_key = 'sent'`,
    'banks.windows-kept',
  ],
  [
    'a payment was queued though both banks were open',
    `update payment set created_at = created_at - interval '3 days' where idempotency_key = 'closed'`,
    `update payment set created_at = created_at + interval '3 days' where idempotency_key = 'closed'`,
    'banks.windows-kept',
  ],
  [
    'it waits a millisecond too long',
    `update payment set release_at = release_at + interval '1 millisecond' where idempotency_key = 'closed'`,
    `update payment set release_at = release_at - interval '1 millisecond' where idempotency_key = 'closed'`,
    'banks.released-at-an-opening',
  ],
  [
    'it waits for an hour at which its bank is closed',
    `update payment set release_at = release_at - interval '1 hour' where idempotency_key = 'closed'`,
    `update payment set release_at = release_at + interval '1 hour' where idempotency_key = 'closed'`,
    'banks.released-at-an-opening',
  ],
  [
    'it was released before its opening',
    `update payment set status = 'settled', released_at = release_at - interval '1 second' where idempotency_key = 'closed'`,
    `update payment set status = 'queued', released_at = null where idempotency_key = 'closed'`,
    'banks.nothing-before-opening',
  ],
  [
    'it was settled and never released',
    `update payment set status = 'settled' where idempotency_key = 'closed'`,
    `update payment set status = 'queued' where idempotency_key = 'closed'`,
    'banks.nothing-before-opening',
  ],
]

describe('it is found out when', () => {
  test.each(mutations)('%s', async (_what, mutate, undo, caughtBy) => {
    await system.rows(mutate)
    const caught = (await violatedInvariants(system, 'banks')).map(({ id }) => id)
    await system.rows(undo)
    expect(caught).toContain(caughtBy)
    expect(await violatedInvariants(system, 'banks')).toEqual([])
  })
})
