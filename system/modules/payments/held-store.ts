import type { OutboxRow } from '../../platform/outbox/outbox-row.ts'
import type { Database, Queryable } from '../../platform/postgres/database.ts'
import { effectColumns, heldColumns, publishedRows } from './batch-columns.ts'
import type { Decided } from './decision.ts'
import { heldFrom } from './held-row.ts'
import type { HeldPayment, HeldRow, Review, ReviewDecision } from './held-row.ts'
import * as statements from './held-statements.ts'
import type { Payment } from './schemas.ts'
import type { BatchEffects } from './store.ts'

/** A held payment as it is from now on. */
export interface HeldRecord extends Decided<HeldPayment> {
  readonly payment: Payment
}

export interface HeldBatch extends BatchEffects {
  readonly records: readonly HeldRecord[]
  /** What all of them were until now. */
  readonly heldAs: 'queued' | 'in-review'
  readonly review: Review | undefined
}

/** A payment that may be held, and what a review has decided of it before. */
export interface Reviewable {
  readonly payment: HeldPayment
  readonly decided: ReviewDecision | undefined
}

/** What payments say to the database of those that are held. */
export class HeldStore {
  readonly #database: Database

  constructor(database: Database) {
    this.#database = database
  }

  async due(nowMs: number, limit: number): Promise<readonly HeldPayment[]> {
    const rows = await this.#database.query<HeldRow>(statements.findDue, [new Date(nowMs), limit])
    return rows.map(heldFrom)
  }

  /** The earliest opening that a queued payment waits for, in ms since the epoch. */
  async nextReleaseMs(): Promise<number | undefined> {
    const [row] = await this.#database.query<{ at: Date | null }>(statements.nextRelease)
    return row?.at?.getTime()
  }

  async find(tenant: string, id: string): Promise<Reviewable | undefined> {
    const [row] = await this.#database.query<HeldRow>(statements.findHeld, [tenant, id])
    return row && { payment: heldFrom(row), decided: row.review_decision ?? undefined }
  }

  /** On the single writer's connection. @returns the outbox rows that now have to be published */
  async settle(connection: Queryable, batch: HeldBatch): Promise<readonly OutboxRow[]> {
    const rows = await connection.queryArrays<[number | null, string | null]>(
      statements.settleHeld,
      [
        ...effectColumns(batch),
        ...heldColumns(batch.records),
        batch.heldAs,
        batch.review?.decision,
        batch.review?.by,
      ],
    )
    return publishedRows(batch, rows)
  }
}
