import { DependencyUnavailable, DomainError } from '../../platform/errors.ts'
import type { SingleWriter } from '../../platform/postgres/single-writer.ts'
import { Accounts } from './accounts.ts'
import { composeBatch } from './batch-record.ts'
import { apply, decide } from './decision.ts'
import type { Decision } from './decision.ts'
import { accountsContended, unprocessable } from './errors.ts'
import type { PublishesEvents } from './needs.ts'
import type { Payment, PaymentOrder } from './schemas.ts'
import type { PaymentStore, StoredPayment } from './store.ts'
import type { Decidable } from './decision.ts'
import { KeyLookups } from './key-lookups.ts'
import { LaneMemory } from './memory.ts'
import type { BankLimits, PaymentRules } from './needs.ts'
import { answerStored } from './stored-answers.ts'
import { type HeldNotices, tellDecided } from './tell-decided.ts'
import { answerStoredTogether, refuseTogether } from './together.ts'
import type { Turns } from './turns.ts'
import { utcDay } from './utc-day.ts'
import { mostAttempts, writeFaultOf } from './write-faults.ts'

/** An order in the queue. Exactly one of the two is called, after the outcome is durable. */
export interface PendingOrder extends Decidable {
  readonly key: string
  readonly order: PaymentOrder
  /** `stored`: the key had been used before; the payment may be the answer to another order. */
  recorded(payment: Payment, stored: boolean): void
  failed(error: unknown): void
}

export interface SettlementTools extends HeldNotices {
  readonly store: PaymentStore
  readonly writer: SingleWriter
  readonly outbox: PublishesEvents
  readonly newId: (nowMs: number) => string
  readonly now: () => number
  readonly rules: PaymentRules
  readonly limits: BankLimits
  /** All that writes in the lane takes its turn. */
  readonly turns: Turns
  /**
   * Tells the answers of a batch that is durable; at once where nothing is given. When that is put
   * off until the next batch is on its way, the database works on it meanwhile.
   */
  readonly answerLater?: (tell: () => void) => void
  /** What is remembered of accounts; a fresh memory where none is given. */
  readonly accounts?: Accounts
}

/**
 * Turns batches of orders into durable payments. What may go wrong with a batch is taken apart
 * here: keys used before, accounts changed by others, one order that the database will not take, a
 * database that is away. Siblings of a bad order come to no harm.
 */
export class Settlement {
  readonly #tools: SettlementTools
  readonly #accounts: Accounts
  /** For whoever else decides in the lane's turns. */
  readonly memory: LaneMemory
  readonly #lookups = new KeyLookups()

  constructor(tools: SettlementTools) {
    this.#tools = tools
    this.#accounts = tools.accounts ?? new Accounts()
    this.memory = new LaneMemory(tools.store, tools.limits, this.#accounts)
  }

  /** Every order has its answer, or it was handed to `answerLater`; never rejects. */
  async settle(batch: readonly PendingOrder[]): Promise<void> {
    await this.#tools.turns.take(async () => {
      const asksFirst = this.#lookups.areWorthwhile
      this.#lookups.observe(await this.#settle(batch, { attempt: 1, asksFirst }))
    })
  }

  /** The same by one commit for all of them, or none. */
  async settleTogether(orders: readonly PendingOrder[]): Promise<void> {
    await this.#tools.turns.take(async () => this.#settleTogether(orders))
  }

  /** @returns whether a key had been used before; so do all those that try again */
  async #settle(
    batch: readonly PendingOrder[],
    { attempt, asksFirst }: { readonly attempt: number; readonly asksFirst: boolean },
  ): Promise<boolean> {
    let orders = batch
    let decision: Decision<PendingOrder> | undefined
    try {
      const nowMs = this.#tools.now()
      if (asksFirst) {
        orders = await this.#answerStored(batch)
      }
      const day = utcDay(nowMs)
      await this.memory.loadMissing(orders, day)
      decision = decide(orders, { memory: this.memory, rules: this.#tools.rules, nowMs, day })
      await this.#refuse(decision.refused)
      if (decision.decided.length > 0) {
        await this.#record(decision, nowMs, day)
      }
      return orders.length < batch.length
    } catch (error) {
      const left = decision?.decided.map(({ item }) => item) ?? orders
      return this.#recover(left, error, attempt).catch((cause: unknown) => {
        failAll(left, cause)
        return false
      })
    }
  }

  async #settleTogether(orders: readonly PendingOrder[], attempt = 1): Promise<void> {
    try {
      const stored = await this.#findStored(orders)
      if (stored.length > 0) {
        answerStoredTogether(orders, stored)
        return
      }
      const nowMs = this.#tools.now()
      const day = utcDay(nowMs)
      await this.memory.loadMissing(orders, day)
      const rules = this.#tools.rules
      const decision = decide(orders, { memory: this.memory, rules, nowMs, day })
      if (!refuseTogether(orders, decision)) {
        await this.#record(decision, nowMs, day)
      }
    } catch (error) {
      await this.#recoverTogether(orders, error, attempt).catch((cause: unknown) => {
        failAll(orders, cause)
      })
    }
  }

  async #record(decision: Decision<PendingOrder>, nowMs: number, day: string): Promise<void> {
    const batch = composeBatch(decision, nowMs, day, this.#tools.newId)
    const connection = await this.#tools.writer.connection()
    const rows = await this.#tools.store.record(connection, batch)
    apply(decision.changes, day)
    this.#tools.outbox.offer(rows)
    const tell = (): void => tellDecided(decision.decided, batch.records, nowMs, this.#tools)
    if (this.#tools.answerLater === undefined) tell()
    else this.#tools.answerLater(tell)
  }

  async #recover(
    orders: readonly PendingOrder[],
    error: unknown,
    attempt: number,
  ): Promise<boolean> {
    if (error instanceof DependencyUnavailable) {
      // It may or may not have been committed: whoever asks again with the same key will be told.
      this.#tools.writer.lost()
      this.#tools.outbox.doubt()
      this.memory.forget()
      if (orders.some(({ reasons = [] }) => reasons.length > 0)) {
        this.#tools.reviews.doubt()
      }
      failAll(orders, error)
      return false
    }
    if (error instanceof DomainError) {
      // Nothing was decided, and none of the orders alone would fare better.
      failAll(orders, error)
      return false
    }
    const fault = writeFaultOf(error)
    if (fault === 'key-taken' && attempt <= mostAttempts) {
      await this.#settle(orders, { attempt: attempt + 1, asksFirst: true })
      return true
    }
    return fault === 'accounts-changed'
      ? this.#settleAnew(orders, error, attempt)
      : this.#bisect(orders, error)
  }

  async #recoverTogether(
    orders: readonly PendingOrder[],
    error: unknown,
    attempt: number,
  ): Promise<void> {
    const fault = writeFaultOf(error)
    if (error instanceof DomainError) {
      await this.#recover(orders, error, attempt)
    } else if (fault === undefined || fault === 'about-data') {
      failAll(orders, fault === undefined ? error : unprocessable(error))
    } else if (attempt > mostAttempts) {
      failAll(orders, accountsContended(error))
    } else {
      await this.memory.reload(orders)
      await this.#settleTogether(orders, attempt + 1)
    }
  }

  /**
   * A key that was used before has its answer, whatever would be decided today; only one that is
   * free is refused. Never rejects.
   */
  async #refuse(refused: Decision<PendingOrder>['refused']): Promise<void> {
    if (refused.length === 0) {
      return
    }
    const orders = refused.map(({ item }) => item)
    try {
      const free = new Set(await this.#answerStored(orders))
      refused.filter(({ item }) => free.has(item)).forEach(({ item, error }) => item.failed(error))
    } catch (error) {
      if (error instanceof DependencyUnavailable) this.#tools.writer.lost()
      failAll(orders, error)
    }
  }

  /** @returns the orders whose keys are free */
  async #answerStored(orders: readonly PendingOrder[]): Promise<readonly PendingOrder[]> {
    return answerStored(orders, await this.#findStored(orders))
  }

  async #findStored(orders: readonly PendingOrder[]): Promise<readonly StoredPayment[]> {
    const connection = await this.#tools.writer.connection()
    return this.#tools.store.findByKeys(connection, orders)
  }

  async #settleAnew(
    orders: readonly PendingOrder[],
    error: unknown,
    attempt: number,
  ): Promise<boolean> {
    if (attempt > mostAttempts) {
      failAll(orders, accountsContended(error))
      return false
    }
    await this.memory.reload(orders)
    return this.#settle(orders, { attempt: attempt + 1, asksFirst: false })
  }

  async #bisect(orders: readonly PendingOrder[], error: unknown): Promise<boolean> {
    const [first] = orders
    if (orders.length === 1 && first !== undefined) {
      first.failed(writeFaultOf(error) === undefined ? error : unprocessable(error))
      return false
    }
    const middle = Math.ceil(orders.length / 2)
    const anew = { attempt: 1, asksFirst: false }
    const isMet = await this.#settle(orders.slice(0, middle), anew)
    return (await this.#settle(orders.slice(middle), anew)) || isMet
  }
}

function failAll(orders: readonly PendingOrder[], cause: unknown): void {
  for (const order of orders) {
    order.failed(cause instanceof DomainError ? cause : new Error('batch failed', { cause }))
  }
}
