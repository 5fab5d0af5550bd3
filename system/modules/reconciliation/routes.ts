import { problemResponses } from '../../platform/http/problems.ts'
import type { App } from '../../platform/http/server.ts'
import type { Database } from '../../platform/postgres/database.ts'
import { pageOfDeposits, pageOfInvoices } from './lists.ts'
import * as schemas from './schemas.ts'
import type { ReconciliationService } from './service.ts'

/** Room for the longest list of the longest ids. */
const bodyLimitBytes = 512 * 1024

export function registerReconciliationRoutes(
  api: App,
  service: ReconciliationService,
  database: Database,
): void {
  api.route({
    method: 'POST',
    url: '/reconciliations',
    bodyLimit: bodyLimitBytes,
    schema: {
      operationId: 'reconcile',
      tags: ['reconciliation'],
      summary: 'Pay invoices from a bank deposit: inline when few, as a background job when many',
      headers: schemas.requestHeadersSchema,
      body: schemas.requestSchema,
      response: {
        201: schemas.resultSchema,
        202: schemas.acceptedSchema,
        ...problemResponses(404, 409, 413, 415, 422),
      },
    },
    async handler(request, reply) {
      const key = request.headers['idempotency-key']
      const answer = await service.reconcile(request.tenant, key, request.body)
      if (answer.replayed) {
        void reply.header('idempotent-replayed', 'true')
      }
      if (answer.mode === 'inline') {
        return reply.code(201).send(answer.result)
      }
      return reply.code(202).header('location', answer.accepted.statusUrl).send(answer.accepted)
    },
  })
  api.route({
    method: 'GET',
    url: '/reconciliation/deposits',
    schema: {
      operationId: 'listDeposits',
      tags: ['reconciliation'],
      summary: 'Bank deposits',
      querystring: schemas.depositsQuerySchema,
      response: { 200: schemas.depositsPageSchema },
    },
    handler: async (request) => pageOfDeposits(database, request.tenant, request.query),
  })
  api.route({
    method: 'GET',
    url: '/reconciliation/invoices',
    schema: {
      operationId: 'listInvoices',
      tags: ['reconciliation'],
      summary: 'Sales invoices',
      querystring: schemas.invoicesQuerySchema,
      response: { 200: schemas.invoicesPageSchema },
    },
    handler: async (request) => pageOfInvoices(database, request.tenant, request.query),
  })
}
