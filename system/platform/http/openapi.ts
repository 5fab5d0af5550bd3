import { readFile } from 'node:fs/promises'
import type { App } from './server.ts'

/**
 * The committed document; `node system/main.ts openapi` writes it and a test says when it is stale.
 */
export const openapiFile = new URL('../../openapi.json', import.meta.url)

const info = {
  title: 'Plumbline system under test',
  version: '1.0.0',
  description: 'Payments and reconciliation. Every error is an RFC 9457 problem document.',
}

/** Must be called before any route is added. */
export async function collectOpenapi(app: App): Promise<void> {
  const { default: swagger } = await import('@fastify/swagger')
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info,
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer' },
          tenant: { type: 'apiKey', in: 'header', name: 'X-Tenant-Id' },
        },
      },
      security: [{ bearer: [], tenant: [] }],
    },
    refResolver: {
      buildLocalReference: (json, _base, _fragment, index) => schemaName(json, index),
    },
  })
}

function schemaName(json: { $id?: unknown }, index: number): string {
  return typeof json.$id === 'string' ? json.$id : `schema-${index}`
}

/**
 * Serves the committed document, and the reference made of it; the reference is loaded when first
 * asked for.
 */
export function serveOpenapi(app: App): void {
  let document: Promise<string> | undefined
  app.get('/openapi.json', { schema: { hide: true } }, async (_request, reply) => {
    document ??= readFile(openapiFile, 'utf8')
    void reply.type('application/json; charset=utf-8')
    return document
  })

  let reference: Promise<App> | undefined
  const openReference = async (): Promise<App> => {
    reference ??= createReference()
    return reference
  }
  app.addHook('onClose', async () => {
    await (await reference)?.close()
  })
  for (const url of ['/docs', '/docs/*']) {
    app.get(url, { schema: { hide: true } }, async (request, reply) => {
      const documentation = await openReference()
      reply.hijack()
      documentation.routing(request.raw, reply.raw)
    })
  }
}

async function createReference(): Promise<App> {
  const [{ default: Fastify }, { default: swagger }, { default: swaggerUi }, text] =
    await Promise.all([
      import('fastify'),
      import('@fastify/swagger'),
      import('@fastify/swagger-ui'),
      readFile(openapiFile, 'utf8'),
    ])
  const app = Fastify() as unknown as App
  await app.register(swagger, { mode: 'static', specification: { document: JSON.parse(text) } })
  await app.register(swaggerUi, { routePrefix: '/docs' })
  await app.ready()
  return app
}
