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
}

/** What a rule held is durable some milliseconds later; so long it is looked for. */
const lookForMs = 1_000
const lookEveryMs = 200
/** What could not be written is looked for until it could. */
const retryMs = 1_000
/** What was committed later than that is found by the next look for another, or by the next start. */
const overlapMs = 60_000
const alertsPerStatement = 1_000

const fromTheBeginning = '00000000-0000-0000-0000-000000000000'

/**
 * Writes an alert for each payment that was held, and shows it. The payment with its reasons is the record;
 * alerts follow it, so that the lane does not wait for them. Without held payments there is nothing to do.
 */
export class AlertWriter {
  readonly #tools: AlertTools
  #dueUntilMs = Number.NEGATIVE_INFINITY
  #fromId = fromTheBeginning
  #timer: NodeJS.Timeout | undefined
  #looking: Promise<void> | undefined
  #failed = false
  #stopped = false

  constructor(tools: AlertTools) {
    this.#tools = tools
  }

  /** A payment has been decided to be held, and will be committed in a moment. */
  expect(): void {
    this.#dueUntilMs = performance.now() + lookForMs
    this.#timer ??= this.#later()
  }

  get due(): boolean {
    return this.#timer !== undefined || this.#looking !== undefined
  }

  /** Whatever there is, now. Never rejects. */
  async look(): Promise<void> {
    this.#looking ??= this.#look().finally(() => (this.#looking = undefined))
    return this.#looking
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    this.#timer = undefined
    await this.#looking
    await this.look()
  }

  #later(): NodeJS.Timeout {
    return setTimeout(() => void this.#next(), this.#failed ? retryMs : lookEveryMs)
  }

  async #next(): Promise<void> {
    await this.look()
    const goesOn = this.#failed || performance.now() < this.#dueUntilMs
    this.#timer = goesOn && !this.#stopped ? this.#later() : undefined
  }

  async #look(): Promise<void> {
    const nowMs = this.#tools.nowMs()
    try {
      while (await this.#writeSome()) {
        // Goes on until one statement found less than it may.
      }
      this.#fromId = uuidAt(nowMs - overlapMs)
      this.#failed = false
    } catch (error) {
      this.#failed = true
      this.#tools.log.warn({ err: error }, 'alerts not written; they will be with the next')
    }
    if (this.#failed && !this.#stopped) {
      this.#timer ??= this.#later()
    }
  }

  /** @returns whether there may be more */
  async #writeSome(): Promise<boolean> {
    const { database, raise } = this.#tools
    const written = await database.query<RaisedAlert & { readonly tenant: string }>(writeAlerts, [
      this.#fromId,
      alertsPerStatement,
    ])
    for (const { tenant, ...alert } of written) {
      raise(tenant, alert)
    }
    return written.length === alertsPerStatement
  }
}
