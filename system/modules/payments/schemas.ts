import { Type } from 'typebox'
import type { Static } from 'typebox'

export const currencies = ['USD', 'AED', 'ILS', 'PKR', 'INR', 'EUR', 'GBP', 'SAR'] as const
export type Currency = (typeof currencies)[number]

/** Largest single payment, in minor units. */
export const largestAmountMinor = 10_000_000_000_000

const accountNumber = Type.String({ pattern: '^[A-Z0-9-]{1,34}$' })
const amountMinor = Type.Integer({
  minimum: 1,
  maximum: largestAmountMinor,
  description: 'Minor units: cents, fils, paisa',
})
// No control characters and no surrogates: what comes back out of the database is what went in.
const reference = Type.String({
  maxLength: 140,
  pattern: '^[\\u0020-\\u007e\\u00a0-\\ud7ff\\ue000-\\ufffd]*$',
})

export const paymentOrderSchema = Type.Object(
  {
    debtorAccount: accountNumber,
    creditorAccount: accountNumber,
    amountMinor,
    currency: Type.Enum([...currencies]),
    reference: Type.Optional(reference),
  },
  {
    additionalProperties: false,
    title: 'PaymentOrder',
    // Two accounts that are seeded.
    examples: [
      {
        debtorAccount: 'ACC-000001',
        creditorAccount: 'ACC-000002',
        amountMinor: 2500,
        currency: 'USD',
        reference: 'invoice 4711',
      },
    ],
  },
)
export type PaymentOrder = Static<typeof paymentOrderSchema>

export const rejections = [
  'insufficient-funds',
  'daily-limit-exceeded',
  'bank-limit-exceeded',
  'insufficient-liquidity',
  'review-refused',
  'payment-unprocessable',
] as const
export type Rejection = (typeof rejections)[number]

export const paymentStatuses = ['settled', 'rejected', 'queued', 'in-review'] as const
export type PaymentStatus = (typeof paymentStatuses)[number]

/** A transfer moves money between accounts of the gateway; customers know payments only. */
export type PaymentKind = 'payment' | 'transfer'

const instant = Type.String({ description: 'ISO 8601, UTC' })

export const paymentSchema = Type.Object(
  {
    id: Type.String(),
    status: Type.Enum([...paymentStatuses], {
      description: 'Queued until both banks clear; in review until somebody has decided',
    }),
    debtorAccount: Type.String(),
    creditorAccount: Type.String(),
    amountMinor: Type.Integer(),
    currency: Type.String(),
    reference: Type.Optional(Type.String()),
    creditorCurrency: Type.Optional(
      Type.String({ description: 'Where it differs from the currency of the payment' }),
    ),
    creditedMinor: Type.Optional(
      Type.Integer({ description: "What the creditor gets, in the creditor's currency" }),
    ),
    fxRateId: Type.Optional(Type.Integer({ description: 'The snapshot of rates it is made at' })),
    usdMinor: Type.Optional(
      Type.Integer({ description: 'Dollar equivalent when it was accepted, in cents' }),
    ),
    rejection: Type.Optional(Type.Enum([...rejections])),
    reviewReasons: Type.Optional(Type.Array(Type.String())),
    releaseAt: Type.Optional(
      Type.String({ description: 'When both banks clear next; ISO 8601, UTC' }),
    ),
    releasedAt: Type.Optional(
      Type.String({ description: 'When it was decided after it was held; ISO 8601, UTC' }),
    ),
    createdAt: instant,
  },
  { title: 'Payment', description: 'The payment as it is durably recorded' },
)
export type Payment = Static<typeof paymentSchema>

export const idempotencyKey = Type.String({
  pattern: '^[\\x21-\\x7e]{1,255}$',
  description: 'Names this one order for ever: sent again, it gets the first answer again',
  examples: ['order-4711'],
})

export const idempotencyHeaders = Type.Object({ 'idempotency-key': idempotencyKey })

export const paymentParams = Type.Object({
  id: Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' }),
})

export const pageQuery = Type.Object({
  page: Type.Integer({ default: 1, minimum: 1, maximum: 1_000 }),
  page_size: Type.Integer({ default: 20, minimum: 1, maximum: 100 }),
})

export const paymentPageSchema = Type.Object(
  {
    items: Type.Array(paymentSchema),
    page: Type.Integer(),
    pageSize: Type.Integer(),
    hasMore: Type.Boolean(),
  },
  { title: 'PaymentPage', description: 'One page, and whether more follow' },
)
export type PaymentPage = Static<typeof paymentPageSchema>

const count = Type.Integer({ minimum: 0 })

/** Field names as the source document has them (R3.16). */
export const realtimeSchema = Type.Object(
  {
    tps: Type.Number({
      description: 'Payments recorded per second, mean of the last 10 whole seconds',
    }),
    volume_24h: Type.Record(Type.String(), Type.String(), {
      description: 'Settled in the last 24 h by currency, in major units as decimal text',
    }),
    success_rate: Type.Union([Type.Number(), Type.Null()], {
      description:
        'Percent settled of those settled or rejected in the last hour; null when there were none',
    }),
    pending_count: Type.Integer({
      minimum: 0,
      description: 'Waiting to be decided, or for their banks to clear',
    }),
    processing_count: count,
    queue_depth: count,
    failed_last_1h: count,
    settled_today: count,
    active_banks: Type.Integer({ description: 'Banks with a settled payment in the last hour' }),
    compliance_review: Type.Integer({ minimum: 0, description: 'Payments in review now' }),
  },
  { title: 'RealtimeMetrics', description: 'Totals of the tenant as of now' },
)
export type Realtime = Static<typeof realtimeSchema>
