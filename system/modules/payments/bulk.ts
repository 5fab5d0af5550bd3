import { DomainError } from '../../platform/errors.ts'
import { problem, problemOf } from '../../platform/http/problems.ts'
import type { Bulk, BulkItem, BulkOutcome, BulkOutcomes } from './bulk-schemas.ts'
import { bulkRefused, keysRepeated, paymentRejected } from './errors.ts'
import type { Answer } from './idempotency.ts'
import { isHeld } from './payment-row.ts'
import type { PaymentOrder } from './schemas.ts'

/** As much of the payment service as bulks use. */
export interface Pays {
  pay(tenant: string, key: string, order: PaymentOrder): Promise<Answer>
  /** All are recorded, by one commit, or none is. Outcomes in the order of the orders. */
  payTogether(
    tenant: string,
    orders: readonly KeyedPayment[],
  ): Promise<readonly PromiseSettledResult<Answer>[]>
}

export interface KeyedPayment {
  readonly key: string
  readonly order: PaymentOrder
}

/** @throws DomainError keys-repeated, and bulk-refused for all together */
export async function payBulk(service: Pays, tenant: string, bulk: Bulk): Promise<BulkOutcomes> {
  const keyed = bulk.payments.map(toKeyed)
  if (new Set(keyed.map(({ key }) => key)).size < keyed.length) {
    throw keysRepeated(firstRepeated(keyed))
  }
  const results =
    bulk.mode === 'all'
      ? await service.payTogether(tenant, keyed)
      : await Promise.allSettled(
          keyed.map(async ({ key, order }) => service.pay(tenant, key, order)),
        )
  const items = results.map((result, index) => toOutcome(keyed[index]?.key ?? '', result))
  if (bulk.mode === 'all' && results.some(({ status }) => status === 'rejected')) {
    throw bulkRefused(items)
  }
  return { mode: bulk.mode, accepted: items.filter(isAccepted).length, items }
}

function toKeyed({ idempotencyKey: key, ...order }: BulkItem): KeyedPayment {
  return { key, order }
}

function firstRepeated(keyed: readonly KeyedPayment[]): string {
  const keys = keyed.map(({ key }) => key)
  return keys.find((key, index) => keys.indexOf(key) !== index) ?? ''
}

function isAccepted({ httpStatus }: BulkOutcome): boolean {
  return httpStatus < 300
}

function toOutcome(idempotencyKey: string, result: PromiseSettledResult<Answer>): BulkOutcome {
  if (result.status === 'rejected') {
    return { idempotencyKey, replayed: false, ...toProblem(result.reason) }
  }
  const { payment, replayed } = result.value
  if (payment.rejection !== undefined) {
    const rejected = paymentRejected({ ...payment, rejection: payment.rejection })
    return { idempotencyKey, replayed, ...toProblem(rejected) }
  }
  return { idempotencyKey, httpStatus: isHeld(payment) ? 202 : 201, replayed, payment }
}

function toProblem(error: unknown): Pick<BulkOutcome, 'httpStatus' | 'problem'> {
  const document =
    error instanceof DomainError
      ? problemOf(error)
      : problem(500, 'internal', 'the payment failed for a reason that was not foreseen')
  return { httpStatus: document.status, problem: document }
}
