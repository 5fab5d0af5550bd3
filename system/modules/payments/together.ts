import type { DomainError } from '../../platform/errors.ts'
import type { Decision } from './decision.ts'
import { keyUsedBefore, othersRefused, rejectedTogether } from './errors.ts'
import type { PendingOrder } from './settlement.ts'
import type { StoredPayment } from './store.ts'

/**
 * Orders that are recorded all or none. Deciding touches nothing, and what is decided counts only
 * after its commit, so a decision that has a no in it is told and dropped.
 *
 * @returns whether there was a no; everybody has been answered then
 */
export function refuseTogether(
  orders: readonly PendingOrder[],
  { decided, refused }: Decision<PendingOrder>,
): boolean {
  const errors = new Map<PendingOrder, DomainError>(refused.map(({ item, error }) => [item, error]))
  for (const { item, debtor, creditor, outcome } of decided) {
    if (outcome.status === 'rejected') {
      errors.set(item, rejectedTogether(outcome.rejection, debtor.number, creditor.currency))
    }
  }
  if (errors.size > 0) {
    for (const order of orders) {
      order.failed(errors.get(order) ?? othersRefused())
    }
  }
  return errors.size > 0
}

/**
 * All of the keys were used before: it is the same bulk again, or payments that were made one by
 * one, and each has its answer. Some were: nothing can be recorded together any more.
 */
export function answerStoredTogether(
  orders: readonly PendingOrder[],
  stored: readonly StoredPayment[],
): void {
  const byKey = new Map(stored.map(({ key, payment }) => [key, payment]))
  for (const order of orders) {
    const payment = byKey.get(order.key)
    if (payment === undefined) {
      order.failed(othersRefused())
    } else if (byKey.size < orders.length) {
      order.failed(keyUsedBefore())
    } else {
      order.recorded(payment, true)
    }
  }
}
