import { keyReused } from './errors.ts'
import { answers } from './payment-row.ts'
import type { Payment, PaymentOrder } from './schemas.ts'

export interface Answer {
  readonly payment: Payment
  readonly replayed: boolean
}

/** @throws DomainError idempotency-key-reused */
export function answerTo(order: PaymentOrder, payment: Payment, replayed: boolean): Answer {
  if (!answers(payment, order)) {
    throw keyReused()
  }
  return { payment, replayed }
}
