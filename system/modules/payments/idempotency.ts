import { keyReused } from './errors.ts'
import { answers } from './payment-row.ts'
import { TenantMap } from './tenant-map.ts'
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
  readonly #payments = new TenantMap<Payment>()

  /** @param capacity payments kept for each tenant */
  constructor(capacity: number) {
    this.#capacity = capacity
  }

  get(tenant: string, key: string): Payment | undefined {
    return this.#payments.get(tenant, key)
  }

  /** Oldest out. */
  put(tenant: string, key: string, payment: Payment): void {
    const payments = this.#payments.of(tenant)
    if (payments.size >= this.#capacity) {
      const [oldest] = payments.keys()
      payments.delete(oldest ?? '')
    }
    payments.set(key, payment)
  }
}

/** @throws DomainError idempotency-key-reused */
export function answerTo(order: PaymentOrder, payment: Payment, replayed: boolean): Answer {
  if (!answers(payment, order)) {
    throw keyReused()
  }
  return { payment, replayed }
}
