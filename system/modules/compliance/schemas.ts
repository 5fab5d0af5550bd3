import { Type } from 'typebox'
import type { Static } from 'typebox'
import { reviewReasons } from './facts.ts'

const reason = Type.Enum([...reviewReasons])

export const pageQuery = Type.Object({
  page: Type.Integer({ default: 1, minimum: 1, maximum: 1_000 }),
  page_size: Type.Integer({ default: 20, minimum: 1, maximum: 100 }),
})

export const alertsQuery = Type.Object({
  ...pageQuery.properties,
  reason: Type.Optional(reason),
})

const held = {
  paymentId: Type.String(),
  reasons: Type.Array(reason),
  debtorAccount: Type.String(),
  creditorAccount: Type.String(),
  debtorBank: Type.String({ description: 'BIC' }),
  creditorBank: Type.String({ description: 'BIC' }),
  amountMinor: Type.Integer(),
  currency: Type.String(),
  usdMinor: Type.Integer({ description: 'Cents of a dollar, at the rates of its acceptance' }),
  raisedAt: Type.String({ description: 'ISO 8601, UTC' }),
}

const page = {
  page: Type.Integer(),
  pageSize: Type.Integer(),
  hasMore: Type.Boolean(),
}

export const reviewSchema = Type.Object(
  { ...held, reference: Type.Optional(Type.String()) },
  { title: 'PendingReview' },
)
export type PendingReview = Static<typeof reviewSchema>

export const reviewPageSchema = Type.Object(
  { items: Type.Array(reviewSchema), waiting: Type.Integer(), ...page },
  { title: 'PendingReviews', description: 'Payments that wait for a decision, and how many do' },
)

export const alertSchema = Type.Object(
  {
    ...held,
    status: Type.String({ description: 'Of the payment, now' }),
    decision: Type.Optional(Type.Enum(['approve', 'refuse'])),
  },
  { title: 'ComplianceAlert' },
)
export type ComplianceAlert = Static<typeof alertSchema>

export const alertPageSchema = Type.Object(
  { items: Type.Array(alertSchema), ...page },
  { title: 'ComplianceAlerts', description: 'Every payment that was held, whatever became of it' },
)

const corridorSchema = Type.Object({
  from: Type.String({ description: 'BIC of the debtor’s bank' }),
  to: Type.String({ description: 'BIC of the creditor’s bank' }),
  count: Type.Integer({ description: 'Payments accepted, whatever became of them' }),
  reviewed: Type.Integer({ description: 'Of these, held for review' }),
  reviewShare: Type.Number({ description: 'Between 0 and 1' }),
  usdMinor: Type.Integer({ description: 'Value of all, in cents of a dollar' }),
})
export type Corridor = Static<typeof corridorSchema>

export const heatMapSchema = Type.Object(
  { date: Type.String({ description: 'UTC' }), corridors: Type.Array(corridorSchema) },
  {
    title: 'RiskHeatMap',
    description: 'Today’s payments by corridor; without those that had none',
  },
)
