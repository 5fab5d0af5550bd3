import type { DomainError } from '../../platform/errors.ts'
import { Pace } from '../../platform/pace/pace.ts'
import { endOfEventLoopTurn } from '../../platform/pace/sleep.ts'
import type { AdmissionObjectives } from './admission.ts'
import { Batcher } from './batcher.ts'
import type { KeyedPayment } from './bulk.ts'
import { eventsBehind, paymentNotFound, queueFull } from './errors.ts'
import { answerTo } from './idempotency.ts'
import type { Answer } from './idempotency.ts'
import type { PaymentMetrics } from './metrics.ts'
import type { TransferOrder } from './needs.ts'
import { isHeld, isSameOrder } from './payment-row.ts'
import { RecentPayments } from './recent-payments.ts'
import type { Payment, PaymentOrder, PaymentPage } from './schemas.ts'
import type { PendingOrder, Settlement } from './settlement.ts'
import type { PaymentStore } from './store.ts'
import { UnderWay } from './under-way.ts'

export interface PaymentServiceOptions {
  readonly settlement: Settlement
  readonly store: PaymentStore
  readonly metrics: PaymentMetrics
  readonly batchIntervalMs: number
  readonly batchIntervalBusyMs: number
  readonly batchMax: number
  readonly queueMax: number
  readonly admission: AdmissionObjectives
  readonly longestWaitMs: number
  /** Whoever publishes what is recorded. */
  readonly relay: { readonly tooFarBehind: boolean }
}

type KeyedOrder = Pick<PendingOrder, 'tenant' | 'key' | 'kind' | 'order'>

/** No customer's key has a blank in it. */
const transferKeyPrefix = 'transfer '

/** An order that is in the queue, and what its key will stand for. */
interface WaitingOrder {
  readonly order: PaymentOrder
  readonly recorded: Promise<Answer>
}

interface PendingAnswer {
  readonly pending: PendingOrder
  readonly recorded: Promise<Answer>
}

/** Up to twice as many are kept. */
const recentPayments = 10_000

/** Takes orders, makes each key count once, and queues the rest for settlement. */
export class PaymentService {
  readonly #options: PaymentServiceOptions
  readonly #batcher: Batcher<PendingOrder>
  readonly #recent = new RecentPayments(recentPayments)
  readonly #waiting = new UnderWay<WaitingOrder>()

  constructor(options: PaymentServiceOptions) {
    this.#options = options
    this.#batcher = new Batcher({
      workTogether: async (orders) =>
        options.metrics.timeBatch(orders.length, options.settlement.settleTogether(orders)),
      admission: options.admission,
      longestWaitMs: options.longestWaitMs,
      expired: (pending) => this.#shed(pending),
      pace: new Pace({
        shortestMs: options.batchIntervalMs,
        longestMs: Math.max(options.batchIntervalMs, options.batchIntervalBusyMs),
      }),
      maxItems: options.batchMax,
      maxQueued: options.queueMax,
      work: async (orders) =>
        options.metrics.timeBatch(orders.length, options.settlement.settle(orders)),
    })
  }

  get queued(): number {
    return this.#batcher.queued
  }

  get working(): number {
    return this.#batcher.working
  }

  /** Of the oldest order that is not yet answered. */
  get oldestMs(): number {
    return this.#batcher.oldestMs
  }

  /** For a look before an order is even read. @throws DomainError when none would be taken now */
  refuseWhenFull(): void {
    const refusal = this.#refusal()
    if (refusal !== undefined) {
      this.#options.metrics.count('payment', 'shed')
      throw refusal
    }
  }

  #refusal(): DomainError | undefined {
    if (this.#options.relay.tooFarBehind) {
      return eventsBehind()
    }
    return this.#batcher.admits() ? undefined : queueFull()
  }

  /** @throws DomainError when the order is refused, or rejected and recorded as such */
  async pay(tenant: string, key: string, order: PaymentOrder): Promise<Answer> {
    return this.#once({ tenant, key, kind: 'payment', order })
  }

  /**
   * @throws DomainError when the order is refused; one that is not covered is recorded as rejected
   */
  async transfer(order: TransferOrder): Promise<Answer> {
    const { debtorAccount, creditorAccount, amountMinor, currency, reason } = order
    return this.#once({
      tenant: order.tenant,
      key: `${transferKeyPrefix}${order.key}`,
      kind: 'transfer',
      order: { debtorAccount, creditorAccount, amountMinor, currency, reference: reason },
    })
  }

  async #once(keyed: KeyedOrder): Promise<Answer> {
    const { tenant, key, kind, order } = keyed
    const recent = this.#recent.get(tenant, key)
    if (recent !== undefined) {
      this.#options.metrics.count(kind, 'replayed')
      return answerTo(order, recent, true)
    }
    const first = this.#waiting.get(tenant, key)
    if (first !== undefined) {
      return this.#answerAfter(first, keyed)
    }
    const recorded = this.#enqueue(keyed)
    this.#waiting.add(tenant, key, { order, recorded })
    try {
      const { payment, replayed } = await recorded
      return answerTo(order, payment, replayed)
    } finally {
      this.#waiting.delete(tenant, key)
    }
  }

  /**
   * All are recorded, by one commit, or none is; a key that is under way is waited for first.
   *
   * @returns outcomes in the order of the orders
   */
  async payTogether(
    tenant: string,
    orders: readonly KeyedPayment[],
  ): Promise<readonly PromiseSettledResult<Answer>[]> {
    let waiting = this.#waitedFor(tenant, orders)
    while (waiting.length > 0) {
      await Promise.allSettled(waiting)
      waiting = this.#waitedFor(tenant, orders)
    }
    // Nothing comes between that look and these entries: two bulks may have waited for one key.
    const entries = orders.map(({ key, order }) => {
      return this.#toPending({ tenant, key, kind: 'payment', order })
    })
    for (const { pending, recorded } of entries) {
      this.#waiting.add(tenant, pending.key, { order: pending.order, recorded })
    }
    const { relay } = this.#options
    if (relay.tooFarBehind || !this.#batcher.pushTogether(entries.map(({ pending }) => pending))) {
      entries.forEach(({ pending }) => this.#shed(pending))
    }
    const answers = entries.map(async ({ pending, recorded }) => {
      const { payment, replayed } = await recorded
      return answerTo(pending.order, payment, replayed)
    })
    try {
      return await Promise.allSettled(answers)
    } finally {
      entries.forEach(({ pending }) => this.#waiting.delete(tenant, pending.key))
    }
  }

  #waitedFor(tenant: string, orders: readonly KeyedPayment[]): readonly Promise<Answer>[] {
    return orders.flatMap(({ key }) => this.#waiting.get(tenant, key)?.recorded ?? [])
  }

  /** What was wrong with a first order is no answer to another: the key is free then. */
  async #answerAfter(first: WaitingOrder, keyed: KeyedOrder): Promise<Answer> {
    const { kind, order } = keyed
    let payment: Payment
    try {
      payment = (await first.recorded).payment
    } catch (error) {
      if (isSameOrder(first.order, order)) {
        throw error
      }
      return this.#once(keyed)
    }
    this.#options.metrics.count(kind, 'replayed')
    return answerTo(order, payment, true)
  }

  async get(tenant: string, id: string): Promise<Payment> {
    const payment = await this.#options.store.findById(tenant, id)
    if (payment === undefined) {
      throw paymentNotFound(id)
    }
    return payment
  }

  async list(tenant: string, page: number, pageSize: number): Promise<PaymentPage> {
    const offset = (page - 1) * pageSize
    const found = await this.#options.store.findPage(tenant, pageSize + 1, offset)
    return { items: found.slice(0, pageSize), page, pageSize, hasMore: found.length > pageSize }
  }

  async drained(): Promise<void> {
    await this.#batcher.drained()
    // The answers of the last batch are told by then.
    await endOfEventLoopTurn()
  }

  /** What the key stands for, which may be the answer to another order. */
  #enqueue(keyed: KeyedOrder): Promise<Answer> {
    const { pending, recorded } = this.#toPending(keyed)
    if (this.#options.relay.tooFarBehind || !this.#batcher.push(pending)) {
      this.#shed(pending)
    }
    return recorded
  }

  #toPending(keyed: KeyedOrder): PendingAnswer {
    const { tenant, key, kind } = keyed
    const { promise, resolve, reject } = Promise.withResolvers<Answer>()
    const recorded = (payment: Payment, stored: boolean): void => {
      if (!isHeld(payment)) {
        this.#recent.put(tenant, key, payment)
      }
      this.#options.metrics.count(kind, stored ? 'replayed' : payment.status)
      resolve({ payment, replayed: stored })
    }
    return { pending: { ...keyed, recorded, failed: reject }, recorded: promise }
  }

  #shed(pending: PendingOrder): void {
    this.#options.metrics.count(pending.kind, 'shed')
    pending.failed(this.#options.relay.tooFarBehind ? eventsBehind() : queueFull())
  }
}
