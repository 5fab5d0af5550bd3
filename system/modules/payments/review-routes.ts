import { Type } from 'typebox'
import { principalOf } from '../../platform/http/principal.ts'
import { problemResponses } from '../../platform/http/problems.ts'
import type { App } from '../../platform/http/server.ts'
import type { HeldPayments } from './held-payments.ts'
import { reviewDecisions } from './held-row.ts'
import { paymentParams, paymentSchema } from './schemas.ts'

const reviewSchema = Type.Object(
  { decision: Type.Enum([...reviewDecisions]) },
  { additionalProperties: false, title: 'PaymentReview' },
)
const bodyLimitBytes = 1_024

export function registerReview(api: App, held: HeldPayments): void {
  api.post(
    '/payments/:id/review',
    {
      bodyLimit: bodyLimitBytes,
      schema: {
        operationId: 'reviewPayment',
        summary:
          'Lets a payment in review go on, or refuses it; the same decision again changes nothing',
        tags: ['payments'],
        params: paymentParams,
        body: reviewSchema,
        response: { 200: paymentSchema, ...problemResponses(404, 409, 413, 415, 422) },
      },
    },
    async (request) => {
      const review = { decision: request.body.decision, by: principalOf(request) }
      return held.review(request.tenant, request.params.id, review)
    },
  )
}
