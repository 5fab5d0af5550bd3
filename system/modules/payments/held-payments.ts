import { DependencyUnavailable } from '../../platform/errors.ts'
import type { SingleWriter } from '../../platform/postgres/single-writer.ts'
import { apply } from './decision.ts'
import { accountsContended, notInReview, paymentNotFound } from './errors.ts'
import { composeHeldBatch } from './held-batch.ts'
import { decideHeld, rejectHeld } from './held-decision.ts'
import type { HeldPayment, Review } from './held-row.ts'
import type { HeldBatch, HeldRecord, HeldStore } from './held-store.ts'
import type { LaneMemory } from './memory.ts'
import type { PaymentRules, PublishesEvents } from './needs.ts'
import type { Payment, Rejection } from './schemas.ts'
import type { Turns } from './turns.ts'
import { utcDay } from './utc-day.ts'
import { mostAttempts, writeFaultOf } from './write-faults.ts'

export interface HeldPaymentsTools {
  readonly store: HeldStore
  readonly writer: SingleWriter
  readonly outbox: PublishesEvents
  readonly memory: LaneMemory
  readonly rules: PaymentRules
  readonly turns: Turns
  readonly now: () => number
  /** A payment that was held is this from now on. */
  readonly changed: (record: HeldRecord) => void
}

const heldPerBatch = 200

/**
 * Decides payments that were held, in the lane's turns: queued ones when both banks clear, those in
 * review when somebody has looked at them. That a payment is still held is checked by the statement
 * that settles it, so each is settled once, whatever crashes.
 */
export class HeldPayments {
  readonly #tools: HeldPaymentsTools

  constructor(tools: HeldPaymentsTools) {
    this.#tools = tools
  }

  /** One turn's worth of what is due. @returns whether there may be more */
  async releaseDue(): Promise<boolean> {
    return this.#tools.turns.take(async () => {
      const due = await this.#tools.store.due(this.#tools.now(), heldPerBatch)
      if (due.length > 0) {
        await this.#release(due)
      }
      return due.length === heldPerBatch
    })
  }

  /** The same decision again changes nothing. @throws DomainError not-found, conflict */
  async review(tenant: string, id: string, review: Review): Promise<Payment> {
    return this.#tools.turns.take(async () => {
      const found = await this.#tools.store.find(tenant, id)
      if (found === undefined) {
        throw paymentNotFound(id)
      }
      const { payment } = found.payment
      if (payment.status !== 'in-review') {
        if (found.decided === review.decision) {
          return payment
        }
        throw notInReview(id, payment.status)
      }
      const rejectAs = review.decision === 'refuse' ? 'review-refused' : undefined
      const verdict = { review, rejectAs } as const
      const [reviewed = payment] = await this.#settle([found.payment], verdict)
      return reviewed
    })
  }

  /** One that the database will not take is rejected; the others come to no harm. */
  async #release(held: readonly HeldPayment[]): Promise<void> {
    try {
      await this.#settle(held, {})
    } catch (error) {
      if (writeFaultOf(error) === undefined) {
        throw error
      }
      if (held.length === 1) {
        await this.#settle(held, { rejectAs: 'payment-unprocessable' })
        return
      }
      const middle = Math.ceil(held.length / 2)
      await this.#release(held.slice(0, middle))
      await this.#release(held.slice(middle))
    }
  }

  async #settle(
    held: readonly HeldPayment[],
    { review, rejectAs }: Verdict,
    attempt = 1,
  ): Promise<readonly Payment[]> {
    const { memory, rules } = this.#tools
    const nowMs = this.#tools.now()
    const circumstances = { memory, rules, nowMs, day: utcDay(nowMs) }
    try {
      await memory.loadMissing(held, circumstances.day)
      const decision =
        rejectAs === undefined
          ? decideHeld(held, circumstances)
          : rejectHeld(held, circumstances, rejectAs)
      return await this.#record(composeHeldBatch(decision, circumstances, review))
    } catch (error) {
      if (writeFaultOf(error) !== 'accounts-changed') {
        throw this.#unsure(error)
      }
      if (attempt === mostAttempts) {
        throw accountsContended(error)
      }
      await memory.reload(held)
      return this.#settle(held, { review, rejectAs }, attempt + 1)
    }
  }

  async #record(batch: HeldBatch): Promise<readonly Payment[]> {
    const connection = await this.#tools.writer.connection()
    const rows = await this.#tools.store.settle(connection, batch)
    apply(batch.changes, batch.day)
    this.#tools.outbox.offer(rows)
    batch.records.forEach(this.#tools.changed)
    return batch.records.map(({ payment }) => payment)
  }

  /** It may or may not have been committed: nothing that was known before is trusted after. */
  #unsure(error: unknown): unknown {
    if (error instanceof DependencyUnavailable) {
      this.#tools.writer.lost()
      this.#tools.outbox.doubt()
      this.#tools.memory.forget()
    }
    return error
  }
}

/** What is known of held payments before they are decided. */
interface Verdict {
  readonly review?: Review | undefined
  readonly rejectAs?: Rejection | undefined
}
