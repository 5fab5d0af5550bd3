import type { FastifyReply } from 'fastify'
import { problemResponses } from '../../platform/http/problems.ts'
import type { App } from '../../platform/http/server.ts'
import { paymentRejected } from './errors.ts'
import type { Answer } from './idempotency.ts'
import {
  idempotencyHeaders,
  pageQuery,
  paymentOrderSchema,
  paymentPageSchema,
  paymentParams,
  paymentSchema,
  realtimeSchema,
} from './schemas.ts'
import type { Payment, Realtime } from './schemas.ts'
import type { PaymentService } from './service.ts'

const orderBodyLimitBytes = 4 * 1024
const tags = ['payments']

export interface PaymentRoutes {
  readonly service: PaymentService
  readonly realtime: (tenant: string) => Promise<Realtime>
}

export function registerPayments(api: App, { service, realtime }: PaymentRoutes): void {
  api.post(
    '/payments',
    {
      config: { isSimple: true },
      onRequest(_request, _reply, done) {
        service.refuseWhenFull()
        done()
      },
      bodyLimit: orderBodyLimitBytes,
      schema: {
        operationId: 'createPayment',
        summary: 'Settles a payment between two accounts, or holds it until it can be',
        tags,
        headers: idempotencyHeaders,
        body: paymentOrderSchema,
        response: { 201: paymentSchema, 202: paymentSchema, ...problemResponses(413, 415, 422) },
      },
    },
    async (request, reply) => {
      const key = request.headers['idempotency-key']
      const answer = await service.pay(request.tenant, key, request.body)
      return accepted(answer, reply)
    },
  )

  api.get(
    '/payments/:id',
    {
      schema: {
        operationId: 'getPayment',
        summary: 'One payment as it stands',
        tags,
        params: paymentParams,
        response: { 200: paymentSchema, ...problemResponses(404) },
      },
    },
    async (request) => service.get(request.tenant, request.params.id),
  )

  api.get(
    '/payments',
    {
      schema: {
        operationId: 'listPayments',
        summary: 'Payments, newest first',
        tags,
        querystring: pageQuery,
        response: { 200: paymentPageSchema },
      },
    },
    async (request) => {
      const { page, page_size: pageSize } = request.query
      return service.list(request.tenant, page, pageSize)
    },
  )

  api.get(
    '/metrics/realtime',
    {
      schema: {
        operationId: 'getRealtimeMetrics',
        summary: 'Totals of the tenant as of now',
        tags,
        response: { 200: realtimeSchema },
      },
    },
    async (request) => realtime(request.tenant),
  )
}

/**
 * Settled, or held; of what became of a held one a replay tells. @throws DomainError when rejected
 */
function accepted(answer: Answer, reply: FastifyReply): Payment {
  const { payment, replayed } = answer
  if (replayed) {
    void reply.header('idempotent-replayed', 'true')
  }
  if (payment.rejection !== undefined) {
    throw paymentRejected({ ...payment, rejection: payment.rejection })
  }
  void reply.code(isHeld(payment) ? 202 : 201)
  return payment
}

function isHeld({ status }: Payment): boolean {
  return status === 'queued' || status === 'in-review'
}
