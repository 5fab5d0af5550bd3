import type { Currency, RebalanceNews, TransferOrder } from './needs.ts'

export interface Movement {
  readonly id: number
  readonly tenant: string
  readonly poolId: string
  readonly currency: Currency
  /** Into the pool; negative out of it. */
  readonly amountMinor: number
  /** Of the pool, as committed when it was decided. */
  readonly balanceBeforeMinor: number
  readonly balanceAfterMinor: number
  readonly reason: string
  readonly isRebalance: boolean
  readonly status: 'pending' | 'done' | 'failed'
  readonly decidedAt: Date
  readonly paymentId: string | undefined
  /** Code of the problem that a failed one met. */
  readonly failure: string | undefined
}

/** The order whose key makes it happen once, however often it is given. */
export function transferOf(movement: Movement, treasury: string): TransferOrder {
  const { id, tenant, poolId, currency, amountMinor, reason } = movement
  const [debtorAccount, creditorAccount] = amountMinor > 0 ? [treasury, poolId] : [poolId, treasury]
  return {
    key: `liquidity-${id}`,
    tenant,
    debtorAccount,
    creditorAccount,
    amountMinor: Math.abs(amountMinor),
    currency,
    reason: `rebalance: ${reason}`,
  }
}

/** The row of R3.9. */
export function newsOf(movement: Movement): RebalanceNews {
  return {
    poolId: movement.poolId,
    currency: movement.currency,
    amountMinor: movement.amountMinor,
    balanceBeforeMinor: movement.balanceBeforeMinor,
    balanceAfterMinor: movement.balanceAfterMinor,
    rebalanceReason: movement.reason,
    timestamp: movement.decidedAt.toISOString(),
    isRebalance: movement.isRebalance,
  }
}
