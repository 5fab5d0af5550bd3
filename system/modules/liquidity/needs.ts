/** What liquidity asks of others; `app.ts` passes it in. */
export interface LiquidityNeeds {
  readonly transfers: InternalTransfers
  /** To whoever watches the tenant: a hint, never the record. Never throws, never waits. */
  readonly announce: (tenant: string, rebalance: RebalanceNews) => void
}

export interface InternalTransfers {
  /**
   * Moves money between two accounts of the gateway, durably when it resolves; the same key moves
   * it once.
   * @throws DomainError
   */
  transfer(order: TransferOrder): Promise<{ readonly paymentId: string }>
}

export interface TransferOrder {
  readonly key: string
  readonly tenant: string
  readonly debtorAccount: string
  readonly creditorAccount: string
  readonly amountMinor: number
  readonly currency: Currency
  readonly reason: string
}

export type Currency = 'USD' | 'AED' | 'ILS' | 'PKR' | 'INR' | 'EUR' | 'GBP' | 'SAR'

/** The row of R3.9, as a flat event. */
export interface RebalanceNews {
  readonly poolId: string
  readonly currency: string
  readonly amountMinor: number
  readonly balanceBeforeMinor: number
  readonly balanceAfterMinor: number
  readonly rebalanceReason: string
  /** ISO 8601, UTC. */
  readonly timestamp: string
  readonly isRebalance: boolean
}
