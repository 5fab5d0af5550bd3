import { paymentLane } from '../../events/payment-recorded.ts'
import type { Database, Queryable } from '../../platform/postgres/database.ts'
import type { AuditEntry } from './entry.ts'
import * as statements from './statements.ts'

export interface AuditSettings {
  /** Days whose partitions are made before they come. */
  readonly daysAhead: number
}

/** Batches that one statement tells at most. */
const batchesPerStatement = 5_000

const dayMs = 86_400_000

/**
 * Writes the log. What happens seldom is appended by whoever does it, in its own transaction
 * (cycles here, reviews and rebalances by triggers, migration 0043). Batches of payments are told
 * out of the outbox, which has a row for each of them already: the payments' own statement does
 * nothing for the log, and one statement every few seconds tells hundreds of batches.
 *
 * Compared on one machine, batches of thirty payments, in turns: a row in the payments' own
 * statement makes it longer by a fifth (92 to 111 us), for which the whole lane waits. Told from
 * here it costs about as much, when nobody waits for it. A consumer of the topic would parse every
 * message again in the API's event loop (15 us a batch) to learn what the outbox's columns say, and
 * then write the same row.
 */
export class AuditLog {
  readonly #database: Database
  readonly #settings: AuditSettings
  readonly #nowMs: () => number
  /** Days known to have their partition. */
  readonly #days = new Set<string>()

  constructor(database: Database, settings: AuditSettings, nowMs: () => number) {
    this.#database = database
    this.#settings = settings
    this.#nowMs = nowMs
  }

  /** Part of the caller's transaction. */
  async append(on: Queryable, entry: AuditEntry): Promise<void> {
    const at = new Date(this.#nowMs()).toISOString()
    // Not remembered: when the transaction fails, the day is gone again.
    await on.query(statements.addDays, [at.slice(0, 10), at.slice(0, 10)])
    const { tenant, actor, action, subject, details } = entry
    const values = [at, tenant, actor, action, subject, JSON.stringify(details)]
    await on.query(statements.append, values)
  }

  /** Tells all batches that have been committed. */
  async gather(): Promise<void> {
    await this.#database.query(statements.beginGathering, [paymentLane])
    let batches: number
    do {
      batches = await this.#gatherOnce()
    } while (batches === batchesPerStatement)
  }

  /** Makes the days to come. */
  async keepDays(): Promise<void> {
    const today = this.#nowMs()
    await this.#ensureDays(dayOf(today), dayOf(today + this.#settings.daysAhead * dayMs))
    // Those that were dropped meanwhile are not known any more.
    this.#days.clear()
  }

  async #gatherOnce(): Promise<number> {
    const [days] = await this.#database.query<{ first: string | null; last: string | null }>(
      statements.daysToGather,
      [paymentLane],
    )
    if (days === undefined || days.first === null || days.last === null) {
      return 0
    }
    await this.#ensureDays(days.first, days.last)
    const values = [paymentLane, batchesPerStatement]
    const [row] = await this.#database.query<{ batches: number }>(statements.gather, values)
    return row?.batches ?? 0
  }

  async #ensureDays(first: string, last: string): Promise<void> {
    if (first === last && this.#days.has(first)) {
      return
    }
    await this.#database.query(statements.addDays, [first, last])
    this.#days.add(last)
  }
}

function dayOf(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10)
}
