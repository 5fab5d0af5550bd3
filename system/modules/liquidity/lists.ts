import { newsOf } from './movement.ts'
import type { PoolsAnswer, RebalancesAnswer, RebalancesQuery } from './schemas.ts'
import type { LiquidityStore } from './store.ts'

export async function listPools(store: LiquidityStore, tenant: string): Promise<PoolsAnswer> {
  const pools = await store.pools(tenant)
  return {
    items: pools.map((pool) => ({
      poolId: pool.pool_id,
      currency: pool.currency,
      initialMinor: pool.initial_minor,
      balanceMinor: pool.balance_minor,
      percentOfInitial: pool.percent_of_initial,
      lowMinor: pool.low_minor,
      highMinor: pool.high_minor,
      status: pool.status,
    })),
  }
}

/** One row more than asked for tells whether there is a next page. */
export async function listRebalances(
  store: LiquidityStore,
  tenant: string,
  { currency, page, page_size: pageSize }: RebalancesQuery,
): Promise<RebalancesAnswer> {
  const [movements, total] = await Promise.all([
    store.rebalances(tenant, currency, pageSize + 1, (page - 1) * pageSize),
    store.countRebalances(tenant, currency),
  ])
  const items = movements.slice(0, pageSize).map((movement) => {
    const { status, paymentId, failure } = movement
    return {
      ...newsOf(movement),
      status,
      ...(paymentId !== undefined && { paymentId }),
      ...(failure !== undefined && { failure }),
    }
  })
  return { items, total, page, pageSize, hasMore: movements.length > pageSize }
}
