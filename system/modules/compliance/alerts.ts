import type { Logger } from 'pino'
import type { Database } from '../../platform/postgres/database.ts'
import type { ComplianceNeeds, RaisedAlert } from './needs.ts'
import { writeAlerts } from './statements.ts'
import { uuidAt } from '../../platform/postgres/uuid-at.ts'

export interface AlertTools {
  readonly database: Pick<Database, 'query'>
  readonly nowMs: () => number
  readonly log: Pick<Logger, 'warn'>
  readonly raise: ComplianceNeeds['raise']
  /** After so long a statement whose answer was lost has been committed or never will be. */
  readonly statementEndsWithinMs: number
}

/** Payments that are held within it have their alerts written together. */
const gatherMs = 200
/** What could not be written, and what may yet be committed, is looked for until it is known. */
const retryMs = 1_000
/** Ids are older than their commits. */
const overlapMs = 60_000
const alertsPerStatement = 1_000

const fromTheBeginning = '00000000-0000-0000-0000-000000000000'

/**
 * Writes an alert for each payment that was held, and shows it. The payment with its reasons is the
 * record; alerts follow it, so that the lane does not wait for them. Without held payments there is
 * nothing to do.
 */
export class AlertWriter {
  readonly #tools: AlertTools
  #unsureUntilMs = Number.NEGATIVE_INFINITY
  #lookedAtMs = Number.NEGATIVE_INFINITY
  /** Business time of the last look that found all there was. */
  #lookedThroughMs: number | undefined
  #timer: NodeJS.Timeout | undefined
  #looking: Promise<void> | undefined
  #failed = false
  #stopped = false

  constructor(tools: AlertTools) {
    this.#tools = tools
  }

  /** A payment that is held has been committed. */
  held(): void {
    this.#lookAfter(gatherMs)
  }

  /** One may have been committed, or may still be: nobody was told. */
  doubt(): void {
    this.#unsureUntilMs = performance.now() + this.#tools.statementEndsWithinMs
    this.#lookAfter(gatherMs)
  }

  get due(): boolean {
    return this.#timer !== undefined || this.#looking !== undefined
  }

  /** Whatever there is, now. Never rejects. */
  async look(): Promise<void> {
    if (this.#looking !== undefined) {
      // It may have begun before what is to be found was committed; all who wait share the next.
      await this.#looking
    }
    this.#looking ??= this.#look().finally(() => (this.#looking = undefined))
    await this.#looking
    if (this.#failed || this.#unsure) {
      this.#lookAfter(retryMs)
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    this.#timer = undefined
    await this.look()
  }

  /** Whether the last look was too early to see all that was under way. */
  get #unsure(): boolean {
    return this.#lookedAtMs < this.#unsureUntilMs
  }

  #lookAfter(milliseconds: number): void {
    if (!this.#stopped) {
      this.#timer ??= setTimeout(() => {
        // First, so that what is held during the look has a look of its own.
        this.#timer = undefined
        void this.look()
      }, milliseconds)
    }
  }

  async #look(): Promise<void> {
    const nowMs = this.#tools.nowMs()
    const fromId = this.#fromId(nowMs)
    this.#lookedAtMs = performance.now()
    try {
      while (await this.#writeSome(fromId)) {
        // Goes on until one statement found less than it may.
      }
      this.#failed = false
      if (!this.#unsure) {
        this.#lookedThroughMs = nowMs
      }
    } catch (error) {
      this.#failed = true
      this.#tools.log.warn({ err: error }, 'alerts not written; they will be with the next')
    }
  }

  #fromId(nowMs: number): string {
    if (this.#lookedThroughMs === undefined) {
      return fromTheBeginning
    }
    // Where the clock has gone back since, ids have, too. Kept, for this look may find nothing.
    this.#lookedThroughMs = Math.min(this.#lookedThroughMs, nowMs)
    return uuidAt(this.#lookedThroughMs - overlapMs)
  }

  /** @returns whether there may be more */
  async #writeSome(fromId: string): Promise<boolean> {
    const { database, raise } = this.#tools
    const written = await database.query<RaisedAlert & { readonly tenant: string }>(writeAlerts, [
      fromId,
      alertsPerStatement,
    ])
    for (const { tenant, ...alert } of written) {
      raise(tenant, alert)
    }
    return written.length === alertsPerStatement
  }
}
