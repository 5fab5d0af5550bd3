import { Type } from 'typebox'
import type { Static } from 'typebox'

const minor = (description: string) => Type.Integer({ description })

export const poolsSchema = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        poolId: Type.String(),
        currency: Type.String(),
        initialMinor: minor('What the pool began with and is brought back to'),
        balanceMinor: minor('As committed'),
        percentOfInitial: Type.Number(),
        lowMinor: minor('Below it the pool is filled'),
        highMinor: minor('Above it the pool is drained'),
        status: Type.Enum(['low', 'normal', 'high']),
      }),
    ),
  },
  { title: 'LiquidityPools', description: 'The pools of the tenant by name' },
)
export type PoolsAnswer = Static<typeof poolsSchema>

export const rebalancesQuery = Type.Object({
  currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })),
  page: Type.Integer({ default: 1, minimum: 1, maximum: 1_000 }),
  page_size: Type.Integer({ default: 20, minimum: 1, maximum: 100 }),
})
export type RebalancesQuery = Static<typeof rebalancesQuery>

export const rebalancesSchema = Type.Object(
  {
    items: Type.Array(
      Type.Object({
        poolId: Type.String(),
        currency: Type.String(),
        amountMinor: minor('Into the pool; negative out of it'),
        balanceBeforeMinor: minor('As committed when it was decided'),
        balanceAfterMinor: minor('Before and amount together'),
        rebalanceReason: Type.String(),
        timestamp: Type.String({ description: 'Of the decision, ISO 8601, UTC' }),
        isRebalance: Type.Boolean(),
        status: Type.Enum(['pending', 'done', 'failed']),
        paymentId: Type.Optional(Type.String({ description: 'Of the transfer, once it is done' })),
        failure: Type.Optional(Type.String({ description: 'Why the transfer was refused' })),
      }),
    ),
    total: Type.Integer({ description: 'Rebalances done, on all pages' }),
    page: Type.Integer(),
    pageSize: Type.Integer(),
    hasMore: Type.Boolean(),
  },
  { title: 'LiquidityRebalances', description: 'Newest first' },
)
export type RebalancesAnswer = Static<typeof rebalancesSchema>
