import { problemResponses } from '../../platform/http/problems.ts'
import type { App } from '../../platform/http/server.ts'
import { payBulk } from './bulk.ts'
import type { Pays } from './bulk.ts'
import { bulkOutcomesSchema, bulkSchema } from './bulk-schemas.ts'

/** A thousand payments with the longest of references and keys. */
const bodyLimitBytes = 2 * 1024 * 1024

export function registerBulk(api: App, service: Pays): void {
  api.post(
    '/payments/bulk',
    {
      bodyLimit: bodyLimitBytes,
      schema: {
        operationId: 'createPayments',
        summary: 'Up to a thousand payments, each with its own key, one by one or all or none',
        tags: ['payments'],
        body: bulkSchema,
        response: { 200: bulkOutcomesSchema, ...problemResponses(413, 415, 422) },
      },
    },
    async (request) => payBulk(service, request.tenant, request.body),
  )
}
