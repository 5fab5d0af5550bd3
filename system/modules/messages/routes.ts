import { Type } from 'typebox'
import { problemResponses } from '../../platform/http/problems.ts'
import type { App } from '../../platform/http/server.ts'
import type { CreditTransfer } from './credit-transfer.ts'
import { composeMt103 } from './mt103.ts'
import { composePacs008 } from './pacs008.ts'

const tags = ['messages']
const paymentParams = Type.Object({
  id: Type.String({ pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' }),
})

/** A document in one media type. */
const textOf = (mediaType: string, description: string) => ({
  200: { description, content: { [mediaType]: { schema: Type.String() } } },
  ...problemResponses(404, 409),
})

type FindTransfer = (tenant: string, id: string) => Promise<CreditTransfer>

export function registerMessages(api: App, find: FindTransfer): void {
  api.get(
    '/payments/:id/mt103',
    {
      schema: {
        operationId: 'getPaymentMt103',
        summary: 'The payment as a SWIFT MT103',
        tags,
        params: paymentParams,
        response: textOf('text/plain', 'Single customer credit transfer, lines end with CRLF'),
      },
    },
    async (request, reply) => {
      const transfer = await find(request.tenant, request.params.id)
      return reply.type('text/plain; charset=us-ascii').send(composeMt103(transfer))
    },
  )

  api.get(
    '/payments/:id/pacs008',
    {
      schema: {
        operationId: 'getPaymentPacs008',
        summary: 'The payment as ISO 20022 pacs.008.001.08',
        tags,
        params: paymentParams,
        response: textOf('application/xml', 'FI to FI customer credit transfer'),
      },
    },
    async (request, reply) => {
      const transfer = await find(request.tenant, request.params.id)
      return reply.type('application/xml; charset=utf-8').send(composePacs008(transfer))
    },
  )
}
