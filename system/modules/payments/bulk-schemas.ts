import { Type } from 'typebox'
import type { Static } from 'typebox'
import { problemSchema } from '../../platform/http/problems.ts'
import { idempotencyKey, paymentOrderSchema, paymentSchema } from './schemas.ts'

export const bulkMost = 1_000

const bulkItemSchema = Type.Object(
  { idempotencyKey, ...paymentOrderSchema.properties },
  { additionalProperties: false },
)
export type BulkItem = Static<typeof bulkItemSchema>

export const bulkSchema = Type.Object(
  {
    mode: Type.Enum(['each', 'all'], {
      description:
        'each: every payment by itself, as if it came alone; all: none is recorded when one of them would be refused or rejected',
    }),
    payments: Type.Array(bulkItemSchema, { minItems: 1, maxItems: bulkMost }),
  },
  {
    additionalProperties: false,
    title: 'PaymentBulk',
    examples: [
      {
        mode: 'each',
        payments: [
          {
            idempotencyKey: 'order-4711',
            debtorAccount: 'ACC-000001',
            creditorAccount: 'ACC-000002',
            amountMinor: 2500,
            currency: 'USD',
          },
        ],
      },
    ],
  },
)
export type Bulk = Static<typeof bulkSchema>

export const bulkOutcomeSchema = Type.Object({
  idempotencyKey: Type.String(),
  httpStatus: Type.Integer({ description: 'What the payment alone would have been answered with' }),
  replayed: Type.Boolean({ description: 'The key had been used for this order before' }),
  payment: Type.Optional(paymentSchema),
  problem: Type.Optional(
    Type.Object({
      ...problemSchema.properties,
      paymentId: Type.Optional(
        Type.String({ description: 'Of one that was recorded as rejected' }),
      ),
    }),
  ),
})
export type BulkOutcome = Static<typeof bulkOutcomeSchema>

export const bulkOutcomesSchema = Type.Object(
  {
    mode: Type.Enum(['each', 'all']),
    accepted: Type.Integer({ minimum: 0, description: 'Answered 201 or 202' }),
    items: Type.Array(bulkOutcomeSchema, { description: 'In the order of the payments' }),
  },
  { title: 'PaymentBulkOutcomes', description: 'What became of each payment' },
)
export type BulkOutcomes = Static<typeof bulkOutcomesSchema>
