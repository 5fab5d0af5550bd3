import type { App } from '../../platform/http/server.ts'
import { listPools, listRebalances } from './lists.ts'
import { poolsSchema, rebalancesQuery, rebalancesSchema } from './schemas.ts'
import type { LiquidityStore } from './store.ts'

const tags = ['liquidity']

export function registerLiquidity(api: App, store: LiquidityStore): void {
  api.get(
    '/liquidity/pools',
    {
      schema: {
        operationId: 'listLiquidityPools',
        summary: 'The pools that payments between currencies go through, and how full they are',
        tags,
        response: { 200: poolsSchema },
      },
    },
    async (request) => listPools(store, request.tenant),
  )

  api.get(
    '/liquidity/rebalances',
    {
      schema: {
        operationId: 'listLiquidityRebalances',
        summary: 'Movements that brought a pool back to what it began with, newest first',
        tags,
        querystring: rebalancesQuery,
        response: { 200: rebalancesSchema },
      },
    },
    async (request) => listRebalances(store, request.tenant, request.query),
  )
}
