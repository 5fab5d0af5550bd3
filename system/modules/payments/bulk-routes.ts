import { problemResponses } from '../../platform/http/problems.ts'
import type { App } from '../../platform/http/server.ts'
import { payBulk } from './bulk.ts'
import type { Pays } from './bulk.ts'
import { bulkOutcomesSchema, bulkSchema } from './bulk-schemas.ts'

/** A thousand payments with the longest of references and keys. */
const bodyLimitBytes = 2 * 1024 * 1024

interface TakesBulks extends Pays {
  /** For a look before a bulk is even read. @throws DomainError when none would be taken now */
  refuseWhenFull(): void
}

export function registerBulk(api: App, service: TakesBulks): void {
  api.post(
    '/payments/bulk',
    {
      onRequest(_request, _reply, done) {
        service.refuseWhenFull()
        done()
      },
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
