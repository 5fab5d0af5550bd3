import type { Database } from '../../platform/postgres/database.ts'
import type { Movement } from './movement.ts'
import type { Currency } from './needs.ts'
import * as statements from './statements.ts'

interface MovementRow {
  readonly id: number
  readonly tenant: string
  readonly pool_id: string
  readonly currency: Currency
  readonly amount_minor: number
  readonly balance_before_minor: number
  readonly balance_after_minor: number
  readonly reason: string
  readonly is_rebalance: boolean
  readonly status: Movement['status']
  readonly decided_at: Date
  readonly payment_id: string | null
  readonly failure: string | null
}

/**
 * Pools beyond their thresholds that may be rebalanced, and movements decided and not yet ended.
 */
export interface Due {
  readonly beyond: number
  readonly pending: number
}

export interface PendingMovement {
  readonly movement: Movement
  readonly treasury: string
}

export type Ending = { readonly paymentId: string } | { readonly failure: string }

export interface PoolStatus {
  readonly pool_id: string
  readonly currency: string
  readonly initial_minor: number
  readonly balance_minor: number
  readonly low_minor: number
  readonly high_minor: number
  readonly percent_of_initial: number
  readonly status: 'low' | 'normal' | 'high'
}

export interface PoolLevel {
  readonly tenant: string
  readonly currency: string
  readonly percent_of_initial: number
}

/** Pools and their movements, and balances of pools as the table `account` has them. */
export class LiquidityStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async due(): Promise<Due> {
    const [row] = await this.#database.query<Due>(statements.countDue)
    return row ?? { beyond: 0, pending: 0 }
  }

  /** A pending movement for every pool beyond its thresholds that has none. */
  async decide(nowMs: number): Promise<void> {
    await this.#database.transaction(async (transaction) => {
      await transaction.query(statements.lockDecisions)
      await transaction.query(statements.decide, [new Date(nowMs)])
    })
  }

  async pending(): Promise<readonly PendingMovement[]> {
    const rows = await this.#database.query<MovementRow & { readonly treasury: string }>(
      statements.selectPending,
    )
    return rows.map((row) => ({ movement: movementOf(row), treasury: row.treasury }))
  }

  /** @returns the movement as it ended; undefined when somebody else has ended it */
  async finish(id: number, ending: Ending): Promise<Movement | undefined> {
    const values = 'paymentId' in ending ? [id, ending.paymentId, null] : [id, null, ending.failure]
    const rows = await this.#database.transaction(async (transaction) => {
      await transaction.query(statements.lockDecisions)
      return transaction.query<MovementRow>(statements.finish, values)
    })
    return rows.map(movementOf)[0]
  }

  async pools(tenant: string): Promise<readonly PoolStatus[]> {
    return this.#database.query<PoolStatus>(statements.selectPools, [tenant])
  }

  async levels(): Promise<readonly PoolLevel[]> {
    return this.#database.query<PoolLevel>(statements.selectAllPools)
  }

  async rebalances(
    tenant: string,
    currency: string | undefined,
    limit: number,
    offset: number,
  ): Promise<readonly Movement[]> {
    const values = [tenant, currency ?? null, limit, offset]
    const rows = await this.#database.query<MovementRow>(statements.selectRebalances, values)
    return rows.map(movementOf)
  }

  async countRebalances(tenant: string, currency: string | undefined): Promise<number> {
    const [row] = await this.#database.query<{ total: number }>(statements.countRebalances, [
      tenant,
      currency ?? null,
    ])
    return row?.total ?? 0
  }
}

function movementOf(row: MovementRow): Movement {
  return {
    id: row.id,
    tenant: row.tenant,
    poolId: row.pool_id,
    currency: row.currency,
    amountMinor: row.amount_minor,
    balanceBeforeMinor: row.balance_before_minor,
    balanceAfterMinor: row.balance_after_minor,
    reason: row.reason,
    isRebalance: row.is_rebalance,
    status: row.status,
    decidedAt: row.decided_at,
    paymentId: row.payment_id ?? undefined,
    failure: row.failure ?? undefined,
  }
}
