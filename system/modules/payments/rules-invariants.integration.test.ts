import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { violatedInvariants } from '../../testing/invariants.ts'
import { SystemUnderTest } from '../../testing/system-process.ts'
import type { Answer } from '../../testing/system-process.ts'

/**
 * A Saturday on which only the bank of India clears; the Emirates' opens on Sunday, Pakistan's on
 * Monday.
 */
const saturday = '2026-01-10T15:00:00Z'
const sunday = '2026-01-11T04:00:00Z'

let system: SystemUnderTest
let sequence = 0

async function pay(debtorAccount: string, creditorAccount: string, rest: object): Promise<Answer> {
  const key = `key-${(sequence += 1)}`
  return system.pay(key, { debtorAccount, creditorAccount, amountMinor: 1_234, ...rest })
}

/** One payment released, one queued, one between currencies, one in review, one approved. */
async function payOneOfEach(): Promise<void> {
  const dirhams = { currency: 'AED' }
  const dollars = { currency: 'USD' }
  const large = { currency: 'AED', amountMinor: 100_000_000 }
  await system.start({ CLOCK_STARTS_AT: saturday })
  await system.ready()
  await pay('ACC-000401', 'ACC-000402', dirhams)
  await pay('ACC-000001', 'ACC-000002', dollars)
  await system.quiescent()
  await system.end('SIGTERM')
  await system.start({ CLOCK_STARTS_AT: sunday })
  await system.ready()
  const released = `select from payment where released_at is not null`
  await system.until('released', async () => (await system.rows(released)).length === 1)
  await pay('ACC-001001', 'ACC-001021', dollars)
  await pay('ACC-000403', 'ACC-000404', large)
  const { json } = await pay('ACC-000405', 'ACC-000406', large)
  const path = `/api/v1/payments/${String(json['id'])}/review`
  await system.request(path, { body: { decision: 'approve' } })
  await system.quiescent()
  await system.end('SIGTERM')
}

beforeAll(async () => {
  system = await new SystemUnderTest({
    COMPLIANCE_AMOUNT_USD_MINOR: '20000000',
    PAYMENT_RELEASE_INTERVAL_MS: '50',
  }).prepare()
  await payOneOfEach()
  await system.rows('alter table bank_day drop constraint bank_within_daily_limit')
})
afterAll(async () => {
  await system[Symbol.asyncDispose]()
})

test('what the system did violates nothing, and all that can become of a payment is among it', async () => {
  const rows = await system.rows<{ status: string; n: string }>(
    'select status, count(*) as n from payment group by status',
  )
  expect(Object.fromEntries(rows.map(({ status, n }) => [status, Number(n)]))).toEqual({
    settled: 3,
    queued: 1,
    'in-review': 1,
  })
  expect(await violatedInvariants(system, 'payments')).toEqual([])
})

const exchanged = '(select id from payment where credited_minor is not null)'
const poolEntry = (currency: string) =>
  `payment_id = ${exchanged} and account_id = (select id from account where number = 'POOL-${currency}')`
const held = (status: string) => `(select id from payment where status = '${status}')`
const released = '(select id from payment where released_at is not null and review_reasons is null)'

/** Each mutation is undone by its inverse, so that each is judged alone. */
const mutations: readonly [what: string, mutate: string, undo: string, caughtBy: string][] = [
  [
    'the entry of a pool is missing',
    `create table kept as select * from entry where ${poolEntry('EUR')};
     delete from entry where ${poolEntry('EUR')}`,
    'insert into entry select * from kept; drop table kept',
    'payments.double-entry',
  ],
  [
    'an entry is on the pool of a third currency',
    `update entry set account_id = (select id from account where number = 'POOL-SAR') where ${poolEntry('EUR')}`,
    `update entry set account_id = (select id from account where number = 'POOL-EUR') where ${poolEntry('SAR')}`,
    'payments.double-entry',
  ],
  [
    'a treasury stands where the pool should',
    `update entry set account_id = (select id from account where number = 'TREASURY-EUR') where ${poolEntry('EUR')}`,
    `update entry set account_id = (select id from account where number = 'POOL-EUR')
     where account_id = (select id from account where number = 'TREASURY-EUR')`,
    'payments.double-entry',
  ],
  [
    'money of a pool is gone',
    `update account set balance_minor = balance_minor - 1 where number = 'POOL-EUR'`,
    `update account set balance_minor = balance_minor + 1 where number = 'POOL-EUR'`,
    'payments.money-conserved',
  ],
  [
    'a creditor got a unit more than the rates say',
    `update payment set credited_minor = credited_minor + 1 where id = ${exchanged}`,
    `update payment set credited_minor = credited_minor - 1 where id = ${exchanged}`,
    'payments.exchange-exact',
  ],
  [
    'the remainder is another',
    `update payment set fx_remainder = fx_remainder + 1 where id = ${exchanged}`,
    `update payment set fx_remainder = fx_remainder - 1 where id = ${exchanged}`,
    'payments.exchange-exact',
  ],
  [
    'the remainder was not kept',
    `create table kept as select fx_remainder from payment where id = ${exchanged};
     update payment set fx_remainder = null where id = ${exchanged}`,
    `update payment set fx_remainder = (select fx_remainder from kept) where id = ${exchanged}; drop table kept`,
    'payments.exchange-exact',
  ],
  [
    'the dollar equivalent is a cent too low',
    `update payment set usd_minor = usd_minor - 1 where id = ${released}`,
    `update payment set usd_minor = usd_minor + 1 where id = ${released}`,
    'payments.exchange-exact',
  ],
  [
    'rates were changed after a payment was made at them',
    'update fx_snapshot set eur_e9 = eur_e9 + 1000',
    'update fx_snapshot set eur_e9 = eur_e9 - 1000',
    'payments.exchange-exact',
  ],
  [
    'a queued payment has moved money',
    `insert into entry select id, debtor_id, -1 from payment where id = ${held('queued')}`,
    `delete from entry where payment_id = ${held('queued')}`,
    'payments.no-entries-without-settlement',
  ],
  [
    'a payment in review has moved money',
    `insert into entry select id, debtor_id, -1 from payment where id = ${held('in-review')}`,
    `delete from entry where payment_id = ${held('in-review')}`,
    'payments.no-entries-without-settlement',
  ],
  [
    'a payment was released a second before the opening',
    `update payment set release_at = released_at + interval '1 second' where id = ${released}`,
    `update payment set release_at = '${sunday}' where id = ${released}`,
    'payments.released-in-window',
  ],
  [
    'a queued payment waits for nothing',
    `create table kept as select release_at from payment where id = ${held('queued')};
     update payment set release_at = null where id = ${held('queued')}`,
    `update payment set release_at = (select release_at from kept) where id = ${held('queued')}; drop table kept`,
    'payments.released-in-window',
  ],
  [
    'a payment is in a state that there is not',
    `update payment set status = 'pending' where id = ${held('in-review')}`,
    `update payment set status = 'in-review' where id = ${held('pending')}`,
    'payments.released-in-window',
  ],
  [
    'a review has decided nothing that there is',
    `update payment set review_decision = 'perhaps' where review_decision is not null`,
    `update payment set review_decision = 'approve' where review_decision is not null`,
    'payments.released-in-window',
  ],
  [
    'a bank sent more than its limit',
    'create table kept as select * from bank_day; update bank_day set limit_usd_minor = 1',
    'update bank_day set limit_usd_minor = kept.limit_usd_minor from kept where kept.bank = bank_day.bank; drop table kept',
    'payments.bank-limit-kept',
  ],
  [
    'what a bank sent was not counted',
    'update bank_day set spent_usd_minor = spent_usd_minor - 1',
    'update bank_day set spent_usd_minor = spent_usd_minor + 1',
    'payments.bank-limit-kept',
  ],
  [
    'a bank day is lost',
    'create table kept as select * from bank_day; delete from bank_day',
    'insert into bank_day select * from kept; drop table kept',
    'payments.bank-limit-kept',
  ],
  [
    'nobody was told that a payment was released',
    `create table kept as select * from outbox where payload like '%"heldAs":"queued"%';
     delete from outbox where id in (select id from kept)`,
    'insert into outbox overriding system value select * from kept; drop table kept',
    'payments.events-complete',
  ],
  [
    'what a review decided was told as something else',
    `update outbox set payload = replace(payload, '"status":"settled"', '"status":"rejected"')
     where payload like '%"heldAs":"in-review"%'`,
    `update outbox set payload = replace(payload, '"status":"rejected"', '"status":"settled"')
     where payload like '%"heldAs":"in-review"%'`,
    'payments.events-complete',
  ],
]

describe('it is found out when', () => {
  test.each(mutations)('%s', async (_what, mutate, undo, caughtBy) => {
    await system.rows(mutate)
    const caught = (await violatedInvariants(system, 'payments')).map(({ id }) => id)
    await system.rows(undo)
    expect(caught).toContain(caughtBy)
    expect(await violatedInvariants(system, 'payments')).toEqual([])
  })

  test('a payment that was acknowledged as settled is held', async () => {
    const [row] = await system.rows<{ id: string }>(`select ${held('queued')} as id`)
    const violated = await violatedInvariants(system, 'payments', [String(row?.id)])
    expect(violated.map(({ id }) => id)).toEqual(['payments.acknowledged-stored'])
  })

  test('a payment that was acknowledged as held is not stored, or never was held', async () => {
    const [queued] = await system.rows<{ id: string }>(`select ${held('queued')} as id`)
    const asHeld = (id: unknown) => violatedInvariants(system, 'payments', [`${String(id)} held`])
    expect(await asHeld(queued?.id)).toEqual([])
    const [lost] = await asHeld('00000000-0000-7000-8000-000000000002')
    expect(lost?.id).toBe('payments.acknowledged-stored')
    const [plain] = await system.rows<{ id: string }>(
      `select id from payment where release_at is null and review_reasons is null limit 1`,
    )
    const [never] = await asHeld(plain?.id)
    expect(never?.id).toBe('payments.acknowledged-stored')
  })
})
