import { once } from 'node:events'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { eventually } from '../../testing/eventually.ts'
import { expectProblem } from '../../testing/expectations.ts'
import { violatedInvariants } from '../../testing/invariants.ts'
import { SystemUnderTest } from '../../testing/system-process.ts'
import {
  drainPool,
  fillPool,
  poolMinor,
  poolOfShekels,
  pools,
  rebalances,
  untilRebalances,
} from './testing.ts'

let system: SystemUnderTest

beforeEach(async () => {
  system = await new SystemUnderTest({ LIQUIDITY_CHECK_INTERVAL_MS: '20' }).prepare()
  await system.start()
})
afterEach(async () => system[Symbol.asyncDispose]())

/** Longer than many looks at the pools. */
const severalChecks = async () => new Promise((resolve) => setTimeout(resolve, 300))

async function expectNothingViolated(): Promise<void> {
  await system.quiescent()
  for (const module of ['liquidity', 'payments']) {
    expect(await violatedInvariants(system, module)).toEqual([])
  }
}

test('a new system has a pool per currency, each as full as it began', async () => {
  const all = await pools(system)
  expect(all.map(({ poolId, initialMinor }) => [poolId, initialMinor])).toEqual([
    ['POOL-AED', 100_000_000_000],
    ['POOL-EUR', 50_000_000_000],
    ['POOL-GBP', 50_000_000_000],
    ['POOL-ILS', poolMinor],
    ['POOL-INR', 6_000_000_000_000],
    ['POOL-PKR', 5_000_000_000_000],
    ['POOL-SAR', 100_000_000_000],
    ['POOL-USD', 200_000_000_000],
  ])
  for (const pool of all) {
    expect(pool).toMatchObject({
      balanceMinor: pool.initialMinor,
      percentOfInitial: 100,
      lowMinor: pool.initialMinor * 0.8,
      highMinor: pool.initialMinor * 1.2,
      status: 'normal',
    })
  }
  const { json } = await system.request('/api/v1/liquidity/rebalances')
  expect(json).toEqual({ items: [], total: 0, page: 1, pageSize: 20, hasMore: false })
  await expectNothingViolated()
})

describe('a pool of which payments have taken more than a fifth', () => {
  test('is filled by its treasury to what it began with, by one transfer', async () => {
    await drainPool(system, 'large', 2_900_000_000)
    const row = await untilRebalances(system, 1)
    expect(row).toMatchObject({
      poolId: 'POOL-ILS',
      currency: 'ILS',
      balanceAfterMinor: poolMinor,
      rebalanceReason: 'below-low',
      isRebalance: true,
      status: 'done',
    })
    expect(row.balanceBeforeMinor + row.amountMinor).toBe(poolMinor)
    expect(row.balanceBeforeMinor).toBeLessThan(0.8 * poolMinor)
    expect(await poolOfShekels(system)).toMatchObject({ percentOfInitial: 100, status: 'normal' })
    const [treasury] = await system.rows<{ given: string }>(
      `select opening_minor - balance_minor as given from account where number = 'TREASURY-ILS'`,
    )
    expect(treasury?.given).toBe(String(row.amountMinor))
    expect(
      await system.rows(`select kind, status, amount_minor from payment where id = $1`, [
        row.paymentId,
      ]),
    ).toEqual([{ kind: 'transfer', status: 'settled', amount_minor: String(row.amountMinor) }])
    await severalChecks()
    expect((await rebalances(system)).length).toBe(1)
    await expectNothingViolated()
  })
})

describe('a pool that payments have filled', () => {
  test('by a fifth exactly is left alone, by more it gives the rest to its treasury', async () => {
    await fillPool(system, 'to-the-threshold', poolMinor / 5)
    await severalChecks()
    expect(await rebalances(system)).toEqual([])
    expect(await poolOfShekels(system)).toMatchObject({ percentOfInitial: 120, status: 'normal' })
    await fillPool(system, 'beyond-it', 100)
    expect(await untilRebalances(system, 1)).toMatchObject({
      amountMinor: -poolMinor / 5 - 100,
      balanceBeforeMinor: 1.2 * poolMinor + 100,
      balanceAfterMinor: poolMinor,
      rebalanceReason: 'above-high',
      status: 'done',
    })
    await expectNothingViolated()
  })
})

test('a treasury that cannot fill its pool is seen, and not asked again and again', async () => {
  await system.rows(`update account set floor_minor = balance_minor where number = 'TREASURY-ILS'`)
  await system.end('SIGTERM')
  await system.start()
  await drainPool(system, 'large', 2_900_000_000)
  expect(await untilRebalances(system, 1)).toMatchObject({
    status: 'failed',
    failure: expect.any(String),
  })
  await severalChecks()
  const { json } = await system.request('/api/v1/liquidity/rebalances')
  expect(json).toMatchObject({ total: 0, items: [{ status: 'failed' }] })
  expect((await poolOfShekels(system)).status).toBe('low')
  const violated = await violatedInvariants(system, 'liquidity')
  expect(violated.map(({ id }) => id)).toEqual(['liquidity.whenever-beyond-threshold'])
})

test('rebalances are listed newest first, by page and currency, and counted', async () => {
  for (const round of [1, 2, 3]) {
    await fillPool(system, `round-${round}`, poolMinor / 5 + round * 100)
    await untilRebalances(system, round)
  }
  const { json } = await system.request('/api/v1/liquidity/rebalances?page_size=2')
  expect(json).toMatchObject({
    items: [{ amountMinor: -poolMinor / 5 - 300 }, { amountMinor: -poolMinor / 5 - 200 }],
    total: 3,
    hasMore: true,
  })
  expect((await rebalances(system, 'page=2&page_size=2')).length).toBe(1)
  expect(await rebalances(system, 'currency=USD')).toEqual([])
  expectProblem(
    await system.request('/api/v1/liquidity/rebalances?currency=shekel'),
    400,
    'invalid-request',
  )
  const { text } = await system.request('/metrics')
  expect(text).toContain('liquidity_rebalances_total{currency="ILS",outcome="done"} 3')
  expect(text).toContain('liquidity_pool_percent_of_initial{tenant="interbank",currency="ILS"} 100')
})

test('who watches is told of a rebalance, with the row of it', async () => {
  const socket = new WebSocket(`${system.baseUrl.replace('http', 'ws')}/api/v1/ws`, {
    headers: { authorization: 'Bearer test-token', 'x-tenant-id': 'interbank' },
  })
  await once(socket, 'open')
  const told: unknown[] = []
  socket.on('message', (data: Buffer) => {
    const frame = JSON.parse(data.toString()) as { type: string; items: unknown[] }
    told.push(...(frame.type === 'liquidity_rebalance' ? frame.items : []))
  })
  await drainPool(system, 'large', 2_900_000_000)
  await eventually('the news', async () => told[0])
  const [row] = await rebalances(system)
  const { status: _status, paymentId: _paymentId, ...news } = row ?? {}
  expect(told).toEqual([news])
  socket.terminate()
})

test('another tenant sees neither pools nor rebalances', async () => {
  const headers = { 'x-tenant-id': 'other' }
  expect((await system.request('/api/v1/liquidity/pools', { headers })).json).toEqual({ items: [] })
})
