import type { Queryable } from '../../platform/postgres/database.ts'

/** What netting requires of others; `app.ts` passes it in. */
export interface NettingNeeds {
  readonly transfers: InternalTransfers
  readonly audit: AuditTrail
}

/**
 * Movements between internal accounts. A key counts once: asked again, it gets the same payment.
 */
export interface InternalTransfers {
  transfer(order: InternalTransfer): Promise<{ readonly paymentId: string }>
}

export interface InternalTransfer {
  readonly key: string
  readonly tenant: string
  readonly debtorAccount: string
  readonly creditorAccount: string
  readonly amountMinor: number
  readonly currency: string
  readonly reason: string
}

export interface AuditTrail {
  /**
   * Part of the caller's own transaction: what is told has happened, and what has happened is told.
   */
  append(on: Queryable, entry: AuditEntry): Promise<void>
}

export interface AuditEntry {
  readonly tenant: string
  readonly actor: string
  readonly action: string
  readonly subject: string
  readonly details: Readonly<Record<string, unknown>>
}
