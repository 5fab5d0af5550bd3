import type { PendingOrder } from './settlement.ts'
import type { StoredPayment } from './store.ts'

/** @returns the orders whose keys are free; the others have their answer */
export function answerStored(
  orders: readonly PendingOrder[],
  stored: readonly StoredPayment[],
): readonly PendingOrder[] {
  const byKey = new Map(stored.map((found) => [`${found.tenant} ${found.key}`, found.payment]))
  return orders.filter((order) => {
    const payment = byKey.get(`${order.tenant} ${order.key}`)
    if (payment !== undefined) {
      order.recorded(payment, true)
    }
    return payment === undefined
  })
}
