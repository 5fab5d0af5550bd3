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
 * minute – costs no statement. The unique constraint in the database is what makes keys binding; a
 * key that is no longer here is found there. Only what is final is put here: what became of a held
 * payment, the database alone knows for sure.
 */
export class RecentPayments {
  readonly #generationSize: number
  #young = new TenantMap<Payment>()
  #old = new TenantMap<Payment>()
  #youngSize = 0

  /**
   * @param least how many of the last payments are surely kept; at most twice as many are. Whole
   * generations are dropped: taking the oldest entry out of a Map one by one walks over all the
   * holes that were left before.
   */
  constructor(least: number) {
    this.#generationSize = least
  }

  get(tenant: string, key: string): Payment | undefined {
    return this.#young.get(tenant, key) ?? this.#old.get(tenant, key)
  }

  put(tenant: string, key: string, payment: Payment): void {
    if (this.#youngSize === this.#generationSize) {
      this.#old = this.#young
      this.#young = new TenantMap()
      this.#youngSize = 0
    }
    this.#young.set(tenant, key, payment)
    this.#youngSize += 1
  }
}

/** @throws DomainError idempotency-key-reused */
export function answerTo(order: PaymentOrder, payment: Payment, replayed: boolean): Answer {
  if (!answers(payment, order)) {
    throw keyReused()
  }
  return { payment, replayed }
}
