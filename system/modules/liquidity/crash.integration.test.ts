import { afterEach, beforeEach, expect, test } from 'vitest'
import { violatedInvariants } from '../../testing/invariants.ts'
import { SystemUnderTest } from '../../testing/system-process.ts'
import { drainPool, fillPool, poolMinor, rebalances, untilRebalances } from './testing.ts'

let system: SystemUnderTest

beforeEach(async () => {
  system = await new SystemUnderTest({ LIQUIDITY_CHECK_INTERVAL_MS: '10' }).prepare()
})
afterEach(async () => system[Symbol.asyncDispose]())

async function expectNothingViolated(): Promise<void> {
  await system.quiescent()
  for (const module of ['liquidity', 'payments']) {
    expect(await violatedInvariants(system, module)).toEqual([])
  }
}

async function transfers(): Promise<number> {
  const [row] = await system.rows<{ n: number }>(
    `select count(*)::integer as n from payment where kind = 'transfer'`,
  )
  return row?.n ?? 0
}

test('a movement that was decided by a process that died is made by the next one', async () => {
  await system.start()
  await fillPool(system, 'full', poolMinor / 4)
  await untilRebalances(system, 1)
  await system.end('SIGKILL')
  // As if it had died before it moved the money: nothing of it is there but the decision.
  await system.rows(`insert into liquidity_movement (tenant, pool_id, currency, amount_minor,
    balance_before_minor, balance_after_minor, reason, is_rebalance, status, decided_at)
    values ('interbank', 'POOL-ILS', 'ILS', ${-poolMinor / 4}, ${1.25 * poolMinor}, ${poolMinor},
      'above-high', true, 'pending', now())`)
  await system.rows(`update account set balance_minor = balance_minor
    + case number when 'POOL-ILS' then 1 else -1 end * ${poolMinor / 4}
    where number in ('POOL-ILS', 'TREASURY-ILS')`)
  await system.start()
  expect(await untilRebalances(system, 2)).toMatchObject({ status: 'done' })
  expect(await transfers()).toBe(2)
})

test('money that was moved by a process that died before it said so is not moved again', async () => {
  await system.start()
  await drainPool(system, 'large', 2_900_000_000)
  const { paymentId } = await untilRebalances(system, 1)
  await system.end('SIGKILL')
  await system.rows(
    `update liquidity_movement set status = 'pending', payment_id = null where is_rebalance`,
  )
  await system.start()
  expect(await untilRebalances(system, 1)).toMatchObject({ status: 'done', paymentId })
  expect(await transfers()).toBe(1)
  await expectNothingViolated()
})

test('however often the system is killed while pools swing, each swing is set right once', async () => {
  const kills = 5
  for (let kill = 0; kill < kills; kill += 1) {
    await system.start()
    // Three of them take the pool beyond its threshold, at the latest.
    for (let payment = 0; payment < 3; payment += 1) {
      await fillPool(system, `kill-${kill}-payment-${payment}`, poolMinor / 10)
    }
    // Before the next look at the pools, in the middle of the rebalance, or after it.
    await new Promise((resolve) => setTimeout(resolve, 5 * kill))
    await system.end('SIGKILL')
  }
  await system.start()
  await expectNothingViolated()
  const made = (await rebalances(system, 'page_size=100')).filter(({ status }) => status === 'done')
  expect(made.length).toBeGreaterThan(0)
  expect(await transfers()).toBe(made.length)
})
