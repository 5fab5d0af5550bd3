import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { violatedInvariants } from '../../testing/invariants.ts'
import { SystemUnderTest } from '../../testing/system-process.ts'

let system: SystemUnderTest
let paid: string[]

const order = { debtorAccount: 'ACC-000001', creditorAccount: 'ACC-000002', currency: 'USD' }

/** What the checks and the unique index would forbid has to be allowed first. */
const unguard = `
alter table account drop constraint account_not_below_floor, drop constraint account_within_daily_limit;
alter table payment drop constraint payment_idempotency_key, drop constraint payment_amount_minor_check,
  drop constraint payment_check;`

beforeAll(async () => {
  system = await new SystemUnderTest().prepare()
  await system.start()
  const keys = Array.from({ length: 10 }, (_, index) => `key-${index}`)
  const answers = await Promise.all(
    keys.map(async (key, index) => system.pay(key, { ...order, amountMinor: 100 + index })),
  )
  await system.pay('poor', {
    ...order,
    currency: 'EUR',
    debtorAccount: 'ACC-000991',
    creditorAccount: 'ACC-000901',
    amountMinor: 50_000,
  })
  paid = answers.map(({ json }) => String(json['id']))
  await system.quiescent()
  await system.end('SIGTERM')
  await system.rows(unguard)
})
afterAll(async () => {
  await system[Symbol.asyncDispose]()
})

test('what the system did violates nothing', async () => {
  expect(paid.length).toBe(10)
  expect(await violatedInvariants(system, 'payments', paid)).toEqual([])
})

const settled = `(select id from payment where rejection is null order by id limit 1)`
const next = `(select id from payment where rejection is null order by id offset 1 limit 1)`
/** As if a payment had been made so many days before, and its account had gone on since. */
const paidEarlier = (id: string, days: number) =>
  `update account set spent_minor = spent_minor - sign(${days}) * amount_minor
   from payment where payment.id = ${id} and account.id = debtor_id;
   update payment set created_at = created_at - ${days} * interval '1 day' where id = ${id}`
const rejected = `(select id from payment where rejection is not null)`

/** Each mutation is undone by its inverse, so that each is judged alone. */
const mutations: readonly [what: string, mutate: string, undo: string, caughtBy: string][] = [
  [
    'an entry is missing',
    `create table kept as select * from entry where payment_id = ${settled} and amount_minor > 0;
     delete from entry where payment_id = ${settled} and amount_minor > 0`,
    'insert into entry select * from kept; drop table kept',
    'payments.double-entry',
  ],
  [
    'the sign of an entry is flipped',
    `update entry set amount_minor = -amount_minor where payment_id = ${settled} and amount_minor > 0`,
    `update entry set amount_minor = -amount_minor where payment_id = ${settled} and account_id = 2`,
    'payments.double-entry',
  ],
  [
    'both entries are on the wrong side',
    `update entry set amount_minor = -amount_minor where payment_id = ${settled}`,
    `update entry set amount_minor = -amount_minor where payment_id = ${settled}`,
    'payments.double-entry',
  ],
  [
    'a balance is changed without an entry',
    `update account set balance_minor = balance_minor + 1 where id = 5`,
    `update account set balance_minor = balance_minor - 1 where id = 5`,
    'payments.money-conserved',
  ],
  [
    'money is moved between balances without entries',
    `update account set balance_minor = balance_minor + case id when 5 then 1 else -1 end where id in (5, 6)`,
    `update account set balance_minor = balance_minor - case id when 5 then 1 else -1 end where id in (5, 6)`,
    'payments.balance-explained',
  ],
  [
    'an account is below its floor',
    `update account set floor_minor = balance_minor + 1 where id = 7`,
    `update account set floor_minor = 0 where id = 7`,
    'payments.balance-above-floor',
  ],
  [
    'a rejected payment has entries',
    `insert into entry select id, debtor_id, -1 from payment where id = ${rejected}`,
    `delete from entry where payment_id = ${rejected}`,
    'payments.no-entries-without-settlement',
  ],
  [
    'entries of a payment that is not there',
    `insert into entry values ('00000000-0000-7000-8000-000000000000', 1, -5)`,
    `delete from entry where payment_id = '00000000-0000-7000-8000-000000000000'`,
    'payments.no-entries-without-settlement',
  ],
  [
    'an entry is of an account that is not there',
    `insert into entry values ('00000000-0000-7000-8000-000000000000', 999999, -5)`,
    `delete from entry where account_id = 999999`,
    'payments.balance-explained',
  ],
  [
    'a payment has a currency that its accounts have not',
    `update payment set currency = 'EUR' where id = ${settled}`,
    `update payment set currency = 'USD' where id = ${settled}`,
    'payments.amounts-sane',
  ],
  [
    'a payment has an amount below zero',
    `update payment set amount_minor = -amount_minor where id = ${settled}`,
    `update payment set amount_minor = -amount_minor where id = ${settled}`,
    'payments.amounts-sane',
  ],
  [
    'an amount is kept in a float',
    `alter table entry alter column amount_minor type double precision`,
    `alter table entry alter column amount_minor type bigint`,
    'payments.no-floats',
  ],
  [
    'a daily limit was exceeded',
    `update account set daily_limit_minor = 10 where id = 1`,
    `update account set daily_limit_minor = 100000000000000 where id = 1`,
    'payments.daily-limit-kept',
  ],
  [
    'what was spent today was not counted',
    `update account set spent_minor = spent_minor - 1 where id = 1`,
    `update account set spent_minor = spent_minor + 1 where id = 1`,
    'payments.daily-limit-kept',
  ],
  [
    'something was counted as spent by an account that paid nothing',
    `update account set spent_minor = 1 where id = 7`,
    `update account set spent_minor = 0 where id = 7`,
    'payments.daily-limit-kept',
  ],
  [
    'what was spent on an earlier day was counted wrong',
    `insert into account_day values ('2026-01-01', 1, 5)`,
    `delete from account_day`,
    'payments.daily-limit-kept',
  ],
  [
    'what was spent on a day was forgotten when the account went on to another',
    `${paidEarlier(settled, 2)}; insert into account_day
       select created_at::date, debtor_id, amount_minor from payment where id = ${settled};
     ${paidEarlier(next, 1)}`,
    `${paidEarlier(settled, -2)}; ${paidEarlier(next, -1)}; delete from account_day`,
    'payments.daily-limit-kept',
  ],
  [
    'a key was booked twice',
    `insert into payment select tenant, '00000000-0000-7000-8000-000000000001', idempotency_key, debtor_id,
       creditor_id, amount_minor, currency, reference, rejection, created_at from payment where id = ${settled}`,
    `delete from payment where id = '00000000-0000-7000-8000-000000000001'`,
    'payments.keys-used-once',
  ],
  [
    'an outbox row is lost',
    `create table kept as select * from outbox order by id limit 1; delete from outbox where id in (select id from kept)`,
    `insert into outbox overriding system value select * from kept; drop table kept`,
    'payments.events-complete',
  ],
  [
    'an outbox row is written twice',
    `insert into outbox (id, lane, topic, message_key, n, payload, created_at) overriding system value
       select -id, lane, topic, message_key, n, payload, created_at from outbox order by id limit 1`,
    `delete from outbox where id < 0`,
    'payments.events-complete',
  ],
  [
    'an event tells another amount',
    `update outbox set payload = replace(payload, '"amountMinor":100,', '"amountMinor":999,')`,
    `update outbox set payload = replace(payload, '"amountMinor":999,', '"amountMinor":100,')`,
    'payments.events-complete',
  ],
  [
    'an outbox row was not published',
    `update outbox_watermark set published_through = published_through - 1`,
    `update outbox_watermark set published_through = published_through + 1`,
    'payments.events-published',
  ],
]

describe('it is found out when', () => {
  test.each(mutations)('%s', async (_what, mutate, undo, caughtBy) => {
    await system.rows(mutate)
    const caught = (await violatedInvariants(system, 'payments', paid)).map(({ id }) => id)
    await system.rows(undo)
    expect(caught).toContain(caughtBy)
    expect(await violatedInvariants(system, 'payments', paid)).toEqual([])
  })

  test('a day was not counted of those that are kept, though an account woke after longer', async () => {
    const forgotten = async () => {
      const violated = await violatedInvariants(system, 'payments', paid)
      const rows = violated.find(({ id }) => id === 'payments.daily-limit-kept')?.rows ?? []
      return rows.map((row) => (row as { number: string }).number)
    }
    // One account paid on each of 40 days, of which the newest 31 are kept; another on the first.
    await system.rows(`insert into payment (tenant, id, idempotency_key, debtor_id, creditor_id,
        amount_minor, currency, creditor_currency, created_at)
      select tenant, gen_random_uuid(), 'days-' || n || '-' || payer, payer, creditor_id,
        amount_minor, currency, creditor_currency, created_at - n * interval '1 day'
      from payment, generate_series(1, 40) as n, unnest(array[1, 3]) as payer
      where id = ${settled} and (payer = 1 or n in (10, 40));
      insert into account_day (day, account_id, spent_minor)
      select created_at::date, debtor_id, amount_minor from payment
      where idempotency_key like 'days-%'
        and (debtor_id = 3 or created_at > (select max(created_at) from payment)
          - interval '31 days 1 hour')`)
    const whenAwake = await forgotten()
    await system.rows(`delete from account_day where account_id = 1 and day =
      (select created_at::date from payment where idempotency_key = 'days-10-1')`)
    const whenForgotten = await forgotten()
    await system.rows(
      `delete from payment where idempotency_key like 'days-%'; delete from account_day`,
    )
    expect(whenAwake).toEqual([])
    expect(whenForgotten).toEqual(['ACC-000001'])
  })

  test('a payment that was acknowledged is not stored', async () => {
    const told = [...paid, '00000000-0000-7000-8000-000000000002']
    const violated = await violatedInvariants(system, 'payments', told)
    expect(violated).toEqual([
      {
        id: 'payments.acknowledged-stored',
        rows: [{ id: told.at(-1), is_held: false, status: null, rejection: null }],
      },
    ])
  })

  test('a payment that was acknowledged is stored as rejected', async () => {
    const [row] = await system.rows<{ id: string }>(`select id from payment where id = ${rejected}`)
    const violated = await violatedInvariants(system, 'payments', [String(row?.id)])
    expect(violated.map(({ id }) => id)).toEqual(['payments.acknowledged-stored'])
  })
})
