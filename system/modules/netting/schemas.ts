import { Type } from 'typebox'
import type { Static } from 'typebox'
import { modes } from './transfers.ts'

const amount = Type.Integer({ minimum: 0, description: 'Minor units' })
const count = Type.Integer({ minimum: 0 })
const instant = Type.String({ description: 'ISO 8601, UTC' })
const share = Type.Number({
  minimum: 0,
  maximum: 1,
  description: '1 - sum |net| / (2 gross), to the millionth',
})
const bank = Type.String({ description: 'BIC' })

export const totalSchema = Type.Object(
  {
    currency: Type.String(),
    payments: count,
    grossMinor: amount,
    bilateralMinor: amount,
    multilateralMinor: amount,
    bilateralEfficiency: share,
    multilateralEfficiency: share,
  },
  {
    title: 'NettingTotal',
    description: 'What moves in one currency: payment by payment, by pairs, by positions',
  },
)
export type Total = Static<typeof totalSchema>

export const positionSchema = Type.Object(
  {
    currency: Type.String(),
    bank,
    counterparty: Type.Union([Type.String(), Type.Null()], {
      description: 'BIC; null for all others together',
    }),
    outgoingPayments: count,
    outgoingMinor: amount,
    incomingPayments: count,
    incomingMinor: amount,
    netMinor: Type.Integer({ description: 'Incoming less outgoing, minor units' }),
    role: Type.Enum(['creditor', 'debtor', 'even']),
  },
  { title: 'NettingPosition' },
)
export type NettingPosition = Static<typeof positionSchema>

const transferSchema = Type.Object({
  currency: Type.String(),
  debtorBank: bank,
  creditorBank: bank,
  amountMinor: amount,
  paymentId: Type.Union([Type.String(), Type.Null()], {
    description: 'The transfer between settlement accounts; null while it is not made',
  }),
})

export const states = ['open', 'closed', 'settled'] as const

const summary = {
  id: Type.Integer(),
  state: Type.Enum([...states]),
  mode: Type.Union([Type.Enum([...modes]), Type.Null()]),
  payments: count,
  openedAt: instant,
  closedAt: Type.Union([instant, Type.Null()]),
  settledAt: Type.Union([instant, Type.Null()]),
  totals: Type.Array(totalSchema),
}

export const cycleSummarySchema = Type.Object(summary, {
  title: 'NettingCycleSummary',
  description: 'An open cycle has no totals yet',
})
export type CycleSummary = Static<typeof cycleSummarySchema>

export const cycleSchema = Type.Object(
  { ...summary, positions: Type.Array(positionSchema), transfers: Type.Array(transferSchema) },
  { title: 'NettingCycle', description: 'A cycle with its positions and what settles them' },
)
export type Cycle = Static<typeof cycleSchema>

export const cyclePageSchema = Type.Object(
  {
    items: Type.Array(cycleSummarySchema),
    page: Type.Integer(),
    pageSize: Type.Integer(),
    hasMore: Type.Boolean(),
  },
  { title: 'NettingCyclePage', description: 'Newest first' },
)
export type CyclePage = Static<typeof cyclePageSchema>

export const livePositionsSchema = Type.Object(
  {
    cycleId: Type.Union([Type.Integer(), Type.Null()], {
      description: 'The open cycle; null before the first',
    }),
    payments: count,
    totals: Type.Array(totalSchema),
    positions: Type.Array(positionSchema),
  },
  { title: 'NettingPositions', description: 'What the open cycle comes to so far' },
)
export type LivePositions = Static<typeof livePositionsSchema>

export const closeSchema = Type.Object(
  { mode: Type.Optional(Type.Enum([...modes], { default: 'multilateral' })) },
  { additionalProperties: false, title: 'NettingOrder', examples: [{ mode: 'multilateral' }] },
)

export const cycleParams = Type.Object({ id: Type.String({ pattern: '^[1-9][0-9]{0,14}$' }) })

export const cyclesQuery = Type.Object({
  state: Type.Optional(Type.Enum([...states])),
  page: Type.Integer({ default: 1, minimum: 1, maximum: 1_000 }),
  page_size: Type.Integer({ default: 20, minimum: 1, maximum: 100 }),
})
export type CyclesQuery = Static<typeof cyclesQuery>
