import { pino } from 'pino'
import { describe, expect, test } from 'vitest'
import { DependencyUnavailable, DomainError } from '../../platform/errors.ts'
import type { Movement } from './movement.ts'
import type { InternalTransfers, RebalanceNews, TransferOrder } from './needs.ts'
import { Rebalancer } from './rebalancer.ts'
import type { Due, Ending, LiquidityStore, PendingMovement } from './store.ts'

const decided: Movement = {
  id: 7,
  tenant: 'bank',
  poolId: 'POOL-USD',
  currency: 'USD',
  amountMinor: 300,
  balanceBeforeMinor: 700,
  balanceAfterMinor: 1_000,
  reason: 'below-low',
  isRebalance: true,
  status: 'pending',
  decidedAt: new Date('2026-01-07T09:00:00Z'),
  paymentId: undefined,
  failure: undefined,
}

/** One pool in memory that is beyond its threshold until its movement is done. */
class OnePool implements Pick<LiquidityStore, 'due' | 'decide' | 'pending' | 'finish'> {
  movement: Movement | undefined
  readonly #amountMinor: number

  constructor(amountMinor: number) {
    this.#amountMinor = amountMinor
  }

  async due(): Promise<Due> {
    const pending = this.movement?.status === 'pending' ? 1 : 0
    return { beyond: this.movement === undefined ? 1 : 0, pending }
  }

  async decide(): Promise<void> {
    this.movement ??= { ...decided, amountMinor: this.#amountMinor }
  }

  async pending(): Promise<readonly PendingMovement[]> {
    return this.movement?.status === 'pending'
      ? [{ movement: this.movement, treasury: 'TREASURY-USD' }]
      : []
  }

  async finish(_id: number, ending: Ending): Promise<Movement | undefined> {
    if (this.movement?.status !== 'pending') {
      return undefined
    }
    const end =
      'paymentId' in ending
        ? { status: 'done' as const, paymentId: ending.paymentId }
        : { status: 'failed' as const, failure: ending.failure }
    this.movement = { ...this.movement, ...end }
    return this.movement
  }
}

interface Staged {
  readonly rebalancer: Rebalancer
  readonly store: OnePool
  readonly orders: TransferOrder[]
  readonly news: RebalanceNews[]
  readonly ended: Movement[]
}

/** @param answers of the transfers in order; afterwards each succeeds */
function stage(answers: readonly Error[] = [], amountMinor = decided.amountMinor): Staged {
  const store = new OnePool(amountMinor)
  const orders: TransferOrder[] = []
  const news: RebalanceNews[] = []
  const ended: Movement[] = []
  const transfers: InternalTransfers = {
    async transfer(order) {
      const error = answers[orders.length]
      orders.push(order)
      if (error !== undefined) {
        throw error
      }
      return { paymentId: 'p-1' }
    },
  }
  const rebalancer = new Rebalancer({
    store: store as unknown as LiquidityStore,
    needs: { transfers, announce: (_tenant, each) => news.push(each) },
    checkIntervalMs: 60_000,
    nowMs: () => 0,
    log: pino({ level: 'silent' }),
    ended: (movement) => ended.push(movement),
  })
  return { rebalancer, store, orders, news, ended }
}

describe('a pool beyond its threshold', () => {
  test('that has too little is filled by its treasury', async () => {
    const { rebalancer, orders } = stage()
    await rebalancer.check()
    expect(orders).toEqual([
      {
        key: 'liquidity-7',
        tenant: 'bank',
        debtorAccount: 'TREASURY-USD',
        creditorAccount: 'POOL-USD',
        amountMinor: 300,
        currency: 'USD',
        reason: 'rebalance: below-low',
      },
    ])
  })

  test('that has too much gives it to its treasury', async () => {
    const { rebalancer, orders } = stage([], -300)
    await rebalancer.check()
    expect(orders[0]).toMatchObject({
      debtorAccount: 'POOL-USD',
      creditorAccount: 'TREASURY-USD',
      amountMinor: 300,
    })
  })

  test('is rebalanced once, and told of once, as the row of R3.9', async () => {
    const { rebalancer, orders, news, ended } = stage()
    await rebalancer.check()
    await rebalancer.check()
    expect([orders.length, ended.length]).toEqual([1, 1])
    expect(news).toEqual([
      {
        poolId: 'POOL-USD',
        currency: 'USD',
        amountMinor: 300,
        balanceBeforeMinor: 700,
        balanceAfterMinor: 1_000,
        rebalanceReason: 'below-low',
        timestamp: '2026-01-07T09:00:00.000Z',
        isRebalance: true,
      },
    ])
  })
})

describe('a transfer', () => {
  test.each([
    ['nobody answered', new DependencyUnavailable('postgres', 'gone')],
    ['was shed', new DomainError('overloaded', 'queue-full', 'full')],
    ['failed for an unknown reason', new Error('?')],
  ])('that %s is tried again with the same key', async (_what, error) => {
    const { rebalancer, store, orders, news } = stage([error])
    await rebalancer.check()
    expect([store.movement?.status, news.length]).toEqual(['pending', 0])
    await rebalancer.check()
    expect(orders.map(({ key }) => key)).toEqual(['liquidity-7', 'liquidity-7'])
    expect([store.movement?.status, news.length]).toEqual(['done', 1])
  })

  test('that was refused ends the movement as failed, and nobody is told', async () => {
    const { rebalancer, store, news, ended } = stage([
      new DomainError('refused', 'insufficient-funds', 'treasury is empty'),
    ])
    await rebalancer.check()
    expect(store.movement).toMatchObject({ status: 'failed', failure: 'insufficient-funds' })
    expect([news.length, ended.length]).toEqual([0, 1])
  })
})
