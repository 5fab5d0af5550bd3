import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { createScratchDatabase } from '../../testing/scratch-database.ts'
import type { ScratchDatabase } from '../../testing/scratch-database.ts'
import { seedLiquidity } from './seed.ts'
import { LiquidityStore } from './store.ts'

let scratch: ScratchDatabase
const openingMinor = 1_000_000
const atOnce = 20

beforeAll(async () => {
  scratch = await createScratchDatabase()
  await scratch.database.query(`
    insert into account (tenant, number, bank, currency, opening_minor, balance_minor, daily_limit_minor)
    select 'bank', number, 'GATEWAY', 'USD', ${openingMinor}, ${openingMinor}, 0
    from unnest(array['POOL-USD', 'TREASURY-USD']) as number`)
  await seedLiquidity(scratch.database)
})
afterAll(async () => scratch[Symbol.asyncDispose]())
beforeEach(async () => {
  await scratch.database.query('delete from liquidity_movement where is_rebalance')
})

/** Stores as so many processes would have them. */
const stores = () => Array.from({ length: atOnce }, () => new LiquidityStore(scratch.database))

async function holds(balanceMinor: number): Promise<void> {
  await scratch.database.query(`update account set balance_minor = $1 where number = 'POOL-USD'`, [
    balanceMinor,
  ])
}

async function decideAll(): Promise<void> {
  await Promise.all(stores().map(async (store) => store.decide(0)))
}

test('processes that decide at once decide one movement', async () => {
  await holds(700_000)
  await decideAll()
  const pending = await new LiquidityStore(scratch.database).pending()
  expect(pending).toEqual([
    {
      treasury: 'TREASURY-USD',
      movement: expect.objectContaining({
        poolId: 'POOL-USD',
        amountMinor: 300_000,
        balanceBeforeMinor: 700_000,
        balanceAfterMinor: openingMinor,
        status: 'pending',
      }),
    },
  ])
})

test.each([
  [800_000, 0],
  [799_999, 1],
  [1_200_000, 0],
  [1_200_001, 1],
])('with a balance of %i, movements decided are %i', async (balanceMinor, expected) => {
  await holds(balanceMinor)
  await decideAll()
  expect((await new LiquidityStore(scratch.database).pending()).length).toBe(expected)
})

test('of processes that end a movement at once one is told that it did', async () => {
  await holds(700_000)
  await decideAll()
  const [pending] = await new LiquidityStore(scratch.database).pending()
  const id = pending?.movement.id ?? 0
  const paymentId = '01890000-0000-7000-8000-000000000000'
  const told = await Promise.all(stores().map(async (store) => store.finish(id, { paymentId })))
  expect(told.filter((movement) => movement !== undefined)).toMatchObject([
    { status: 'done', paymentId },
  ])
})

test('a pool whose movement failed is left alone for a while', async () => {
  await holds(700_000)
  const store = new LiquidityStore(scratch.database)
  await store.decide(0)
  const [pending] = await store.pending()
  await store.finish(pending?.movement.id ?? 0, { failure: 'insufficient-funds' })
  await decideAll()
  expect(await store.due()).toEqual({ beyond: 0, pending: 0 })
  await scratch.database.query(
    `update liquidity_movement set changed_at = clock_timestamp() - interval '61 seconds'`,
  )
  expect(await store.due()).toEqual({ beyond: 1, pending: 0 })
  await scratch.database.query(
    `update liquidity_movement set changed_at = clock_timestamp() + interval '1 day'`,
  )
  expect(await store.due()).toEqual({ beyond: 1, pending: 0 })
})
