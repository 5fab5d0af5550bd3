import type { App } from '../platform/http/server.ts'
import { loadAssets } from './assets.ts'
import type { Assets } from './assets.ts'

/**
 * Serves the live dashboard under `/dashboard/`. The page is public and holds no figure; what it
 * shows it asks of the API with the token that its user gives it. Files are looked up in a fixed
 * list, so there is no path that leads anywhere else.
 */
const securityHeaders = {
  'content-security-policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  // Asked for again every time, and answered with 304 as long as nothing has changed.
  'cache-control': 'no-cache',
} as const

const startFile = 'page/index.html'

export function serveDashboard(app: App): void {
  let loading: Promise<Assets> | undefined
  const assets = async (): Promise<Assets> => {
    loading ??= loadAssets().catch((error: unknown) => {
      loading = undefined
      throw error
    })
    return loading
  }
  const hidden = { schema: { hide: true } } as const
  // Whoever opens the address that a starting system tells is shown something.
  app.get('/', hidden, async (_request, reply) => reply.redirect('/dashboard/', 302))
  app.get('/dashboard', hidden, async (_request, reply) => reply.redirect('/dashboard/', 308))
  app.get<{ Params: { '*': string } }>('/dashboard/*', hidden, async (request, reply) => {
    const found = (await assets()).get(request.params['*'] || startFile)
    if (found === undefined) {
      reply.callNotFound()
      return reply
    }
    void reply.headers({ ...securityHeaders, etag: found.etag })
    if (isKnown(request.headers['if-none-match'], found.etag)) {
      return reply.code(304).send()
    }
    return reply.type(found.type).send(found.body)
  })
}

/** RFC 9110, 13.1.2: a list of tags, compared weakly. */
function isKnown(ifNoneMatch: string | undefined, etag: string): boolean {
  const tags = ifNoneMatch?.split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  return tags?.some((tag) => tag === etag || tag === '*') ?? false
}
