import type { Payment, PaymentOrder, Rejection } from './schemas.ts'

export interface PaymentRow {
  readonly id: string
  readonly tenant: string
  readonly idempotency_key: string
  readonly debtor_account: string
  readonly creditor_account: string
  readonly amount_minor: number
  readonly currency: string
  readonly reference: string | null
  readonly rejection: Rejection | null
  readonly created_at: Date
}

/** The same value, member for member, as the one that was answered when the payment was made. */
export function fromRow(row: PaymentRow): Payment {
  return makePayment({
    id: row.id,
    order: {
      debtorAccount: row.debtor_account,
      creditorAccount: row.creditor_account,
      amountMinor: row.amount_minor,
      currency: row.currency as PaymentOrder['currency'],
      ...(row.reference !== null && { reference: row.reference }),
    },
    rejection: row.rejection ?? undefined,
    createdAt: row.created_at.toISOString(),
  })
}

export function makePayment(parts: {
  readonly id: string
  readonly order: PaymentOrder
  readonly rejection: Rejection | undefined
  readonly createdAt: string
}): Payment {
  const { id, order, rejection, createdAt } = parts
  return {
    id,
    status: rejection === undefined ? 'settled' : 'rejected',
    debtorAccount: order.debtorAccount,
    creditorAccount: order.creditorAccount,
    amountMinor: order.amountMinor,
    currency: order.currency,
    ...(order.reference !== undefined && { reference: order.reference }),
    ...(rejection !== undefined && { rejection }),
    createdAt,
  }
}

/** What a payment keeps of its order; a stored currency is any text. */
type OrderMembers = Omit<PaymentOrder, 'currency'> & { readonly currency: string }

/**
 * Whether a payment is the answer to an order. A payment keeps every member that an order can have,
 * so the two are compared directly; a stored hash would only repeat what the row says.
 */
export function answers(payment: Payment, order: PaymentOrder): boolean {
  return isSameOrder(payment, order)
}

export function isSameOrder(one: OrderMembers, other: PaymentOrder): boolean {
  return (
    one.debtorAccount === other.debtorAccount &&
    one.creditorAccount === other.creditorAccount &&
    one.amountMinor === other.amountMinor &&
    one.currency === other.currency &&
    one.reference === other.reference
  )
}
