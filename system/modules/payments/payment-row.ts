import type { Payment, PaymentOrder, PaymentStatus, Rejection } from './schemas.ts'

export interface PaymentRow extends Partial<RuledColumns> {
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

/** What a payment settled at once and in one currency can be read without. */
interface RuledColumns {
  readonly status: PaymentStatus
  readonly creditor_currency: string | null
  readonly credited_minor: number | null
  readonly fx_rate_id: number | null
  readonly usd_minor: number | null
  readonly review_reasons: readonly string[] | null
  readonly release_at: Date | null
  readonly released_at: Date | null
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
    status: row.status,
    usdMinor: row.usd_minor ?? undefined,
    exchange: exchangeOf(row),
    reviewReasons: row.review_reasons ?? undefined,
    releaseAt: row.release_at?.toISOString(),
    releasedAt: row.released_at?.toISOString(),
  })
}

function exchangeOf(row: PaymentRow): AnsweredExchange | undefined {
  const creditorCurrency = row.creditor_currency ?? undefined
  const creditedMinor = row.credited_minor ?? undefined
  const fxRateId = row.fx_rate_id ?? undefined
  return creditorCurrency === undefined || creditedMinor === undefined || fxRateId === undefined
    ? undefined
    : { creditorCurrency, creditedMinor, fxRateId }
}

type AnsweredExchange = Required<Pick<Payment, 'creditorCurrency' | 'creditedMinor' | 'fxRateId'>>

export interface PaymentParts {
  readonly id: string
  readonly order: PaymentOrder
  readonly rejection: Rejection | undefined
  readonly createdAt: string
  /** Where it is not what the rejection says: settled, or rejected. */
  readonly status?: PaymentStatus | undefined
  readonly usdMinor?: number | undefined
  /** Between two currencies. */
  readonly exchange?: AnsweredExchange | undefined
  readonly reviewReasons?: readonly string[] | undefined
  readonly releaseAt?: string | undefined
  readonly releasedAt?: string | undefined
}

export function makePayment(parts: PaymentParts): Payment {
  const { id, order, rejection, createdAt, usdMinor, reviewReasons, releaseAt, releasedAt } = parts
  return {
    id,
    status: parts.status ?? (rejection === undefined ? 'settled' : 'rejected'),
    debtorAccount: order.debtorAccount,
    creditorAccount: order.creditorAccount,
    amountMinor: order.amountMinor,
    currency: order.currency,
    ...(order.reference !== undefined && { reference: order.reference }),
    ...parts.exchange,
    ...(usdMinor !== undefined && { usdMinor }),
    ...(rejection !== undefined && { rejection }),
    ...(reviewReasons !== undefined && { reviewReasons: [...reviewReasons] }),
    ...(releaseAt !== undefined && { releaseAt }),
    ...(releasedAt !== undefined && { releasedAt }),
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

/** Neither settled nor rejected: what becomes of it is decided later. */
export function isHeld({ status }: Payment): boolean {
  return status !== 'settled' && status !== 'rejected'
}
