import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { violatedInvariants } from '../../testing/invariants.ts'
import { SystemUnderTest } from '../../testing/system-process.ts'
import { drainPool, poolMinor, untilRebalances } from './testing.ts'

let system: SystemUnderTest

beforeAll(async () => {
  system = await new SystemUnderTest({ LIQUIDITY_CHECK_INTERVAL_MS: '20' }).prepare()
  await system.start()
  await drainPool(system, 'large', 2_900_000_000)
  await untilRebalances(system, 1)
  await system.quiescent()
  await system.end('SIGTERM')
  // What the checks would forbid has to be allowed first.
  await system.rows(`alter table liquidity_movement drop constraint liquidity_movement_adds_up,
    drop constraint liquidity_movement_done_by_payment`)
})
afterAll(async () => system[Symbol.asyncDispose]())

const violated = async (): Promise<readonly string[]> =>
  (await violatedInvariants(system, 'liquidity')).map(({ id }) => id)

test('what the system did violates nothing', async () => {
  expect(await violated()).toEqual([])
})

const done = `(select id from liquidity_movement where is_rebalance)`
const transfer = `(select payment_id from liquidity_movement where is_rebalance)`
const pool = `(select id from account where number = 'POOL-ILS')`

/** Each mutation is undone by its inverse, so that each is judged alone. */
const mutations: readonly [what: string, mutate: string, undo: string, caughtBy: string][] = [
  [
    'a pool was rebalanced that was a fifth away and no more',
    `update liquidity_movement set balance_before_minor = ${0.8 * poolMinor},
       amount_minor = ${0.2 * poolMinor}, failure = amount_minor::text, status = 'failed' where id = ${done}`,
    `update liquidity_movement set amount_minor = failure::bigint, status = 'done', failure = null,
       balance_before_minor = balance_after_minor - failure::bigint where id = ${done}`,
    'liquidity.only-beyond-threshold',
  ],
  [
    'a rebalance went past its target',
    `update liquidity_movement set balance_after_minor = balance_after_minor + 1,
       amount_minor = amount_minor + 1 where id = ${done}`,
    `update liquidity_movement set balance_after_minor = balance_after_minor - 1,
       amount_minor = amount_minor - 1 where id = ${done}`,
    'liquidity.only-beyond-threshold',
  ],
  [
    'the reason is the wrong one',
    `update liquidity_movement set reason = 'above-high' where id = ${done}`,
    `update liquidity_movement set reason = 'below-low' where id = ${done}`,
    'liquidity.only-beyond-threshold',
  ],
  [
    'a pool is left beyond its threshold',
    `update account set balance_minor = balance_minor - ${poolMinor / 4} where id = ${pool}`,
    `update account set balance_minor = balance_minor + ${poolMinor / 4} where id = ${pool}`,
    'liquidity.whenever-beyond-threshold',
  ],
  [
    'a pool has no account',
    `update account set number = 'gone' where id = ${pool}`,
    `update account set number = 'POOL-ILS' where number = 'gone'`,
    'liquidity.whenever-beyond-threshold',
  ],
  [
    'before and amount do not make after',
    `update liquidity_movement set balance_before_minor = balance_before_minor - 1 where id = ${done}`,
    `update liquidity_movement set balance_before_minor = balance_before_minor + 1 where id = ${done}`,
    'liquidity.adds-up',
  ],
  [
    'the treasury gave nothing',
    `create table kept as select * from entry where payment_id = ${transfer} and amount_minor < 0;
     delete from entry where payment_id = ${transfer} and amount_minor < 0`,
    'insert into entry select * from kept; drop table kept',
    'liquidity.two-sided',
  ],
  [
    'another amount was moved than was decided',
    `update entry set amount_minor = amount_minor * 2 where payment_id = ${transfer}`,
    `update entry set amount_minor = amount_minor / 2 where payment_id = ${transfer}`,
    'liquidity.two-sided',
  ],
  [
    'money moved the wrong way',
    `update entry set amount_minor = -amount_minor where payment_id = ${transfer}`,
    `update entry set amount_minor = -amount_minor where payment_id = ${transfer}`,
    'liquidity.two-sided',
  ],
  [
    'a rebalance is done of which there is no transfer',
    `update payment set id = '00000000-0000-7000-8000-000000000001' where id = ${transfer}`,
    `update payment set id = ${transfer} where id = '00000000-0000-7000-8000-000000000001'`,
    'liquidity.two-sided',
  ],
  [
    'the money was moved twice',
    `insert into payment select (jsonb_populate_record(payment,
       '{"id": "00000000-0000-7000-8000-000000000001", "idempotency_key": "again"}')).*
     from payment where id = ${transfer}`,
    `delete from payment where id = '00000000-0000-7000-8000-000000000001'`,
    'liquidity.moved-once',
  ],
  [
    'one transfer counts for two rebalances',
    `insert into liquidity_movement (tenant, pool_id, currency, amount_minor, balance_before_minor,
       balance_after_minor, reason, is_rebalance, status, decided_at, payment_id)
     select tenant, pool_id, currency, amount_minor, balance_before_minor, balance_after_minor, reason,
       is_rebalance, status, timestamptz '2000-01-01', payment_id
     from liquidity_movement where id = ${done}`,
    `delete from liquidity_movement where decided_at = timestamptz '2000-01-01'`,
    'liquidity.moved-once',
  ],
  [
    'a pool was funded twice',
    `insert into liquidity_movement (tenant, pool_id, currency, amount_minor, balance_before_minor,
       balance_after_minor, reason, is_rebalance, status, decided_at)
     values ('interbank', 'POOL-SAR', 'SAR', 1, 0, 1, 'initial-funding', false, 'done', '2000-01-01')`,
    `delete from liquidity_movement where decided_at = timestamptz '2000-01-01'`,
    'liquidity.funded-once',
  ],
]

describe('it is found out when', () => {
  test.each(mutations)('%s', async (_what, mutate, undo, caughtBy) => {
    await system.rows(mutate)
    const caught = await violated()
    await system.rows(undo)
    expect(caught).toContain(caughtBy)
    expect(await violated()).toEqual([])
  })
})
