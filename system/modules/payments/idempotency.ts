import { keyReused } from './errors.ts'
import { answers } from './payment-row.ts'
import type { Payment, PaymentOrder } from './schemas.ts'

export interface Answer {
  readonly payment: Payment
  readonly replayed: boolean
}

/**
 * The keys of the last payments, so that the usual replay – a client that repeats itself within the
 * minute – costs no statement. The unique constraint in the database is what makes keys binding; a key
 * that is no longer here is found there.
 */
export class RecentPayments {
  readonly #capacity: number
  readonly #payments = new Map<string, Payment>()

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  get(tenant: string, key: string): Payment | undefined {
    return this.#payments.get(nameOf(tenant, key))
  }

  /** Oldest out. */
  put(tenant: string, key: string, payment: Payment): void {
    if (this.#payments.size >= this.#capacity) {
      const [oldest] = this.#payments.keys()
      this.#payments.delete(oldest ?? '')
    }
    this.#payments.set(nameOf(tenant, key), payment)
  }
}

/** A tenant's name holds no space, as it comes from a header. */
export function nameOf(tenant: string, key: string): string {
  return `${tenant} ${key}`
}

/** @throws DomainError idempotency-key-reused */
export function answerTo(order: PaymentOrder, payment: Payment, replayed: boolean): Answer {
  if (!answers(payment, order)) {
    throw keyReused()
  }
  return { payment, replayed }
}
