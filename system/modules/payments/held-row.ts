import type { Decidable } from './decision.ts'
import { fromRow } from './payment-row.ts'
import type { PaymentRow } from './payment-row.ts'
import type { Payment } from './schemas.ts'

/** A payment that was held when it was read, to be decided now; as it was answered until now. */
export interface HeldPayment extends Required<Omit<Decidable, 'reasons'>> {
  readonly key: string
  readonly payment: Payment
}

export const reviewDecisions = ['approve', 'refuse'] as const
export type ReviewDecision = (typeof reviewDecisions)[number]

export interface Review {
  readonly decision: ReviewDecision
  /** The principal who made it. */
  readonly by: string
}

/** As `heldColumns` of the statements have it. */
export interface HeldRow extends Required<PaymentRow> {
  readonly fx_remainder: number | null
  readonly review_decision: ReviewDecision | null
}

export function heldFrom(row: HeldRow): HeldPayment {
  const payment = fromRow(row)
  const { debtorAccount, creditorAccount, amountMinor, currency, reference } = payment
  return {
    tenant: row.tenant,
    key: row.idempotency_key,
    kind: 'payment',
    order: {
      debtorAccount,
      creditorAccount,
      amountMinor,
      currency: currency as Decidable['order']['currency'],
      ...(reference !== undefined && { reference }),
    },
    held: {
      as: payment.status === 'in-review' ? 'in-review' : 'queued',
      terms: {
        usdMinor: row.usd_minor ?? 0,
        fxRateId: row.fx_rate_id ?? undefined,
        exchange:
          row.credited_minor === null
            ? undefined
            : { creditedMinor: row.credited_minor, remainder: row.fx_remainder ?? 0 },
      },
    },
    payment,
  }
}
