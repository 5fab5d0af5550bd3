import type { FastifyRequest } from 'fastify'
import { DomainError } from '../errors.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the front door of `/api/v1`. */
    tenant: string
  }
}

type Tokens = ReadonlyMap<string, ReadonlySet<string>>

const bearer = /^Bearer +(\S+)$/i

/**
 * Finds the tenant a request acts for. A browser cannot set headers on a WebSocket handshake, so
 * for an upgrade, and only there, `?access_token=` and `?tenant=` are taken as well.
 * @throws DomainError unauthenticated or forbidden
 */
export function createAuthentication(tokens: Tokens): (request: FastifyRequest) => string {
  return (request) => {
    const token = bearerTokenOf(request)
    const tenants = token === undefined ? undefined : tokens.get(token)
    if (tenants === undefined) {
      throw new DomainError('unauthenticated', 'token-invalid', 'bearer token missing or unknown')
    }
    const tenant = namedTenantOf(request)
    if (tenant === undefined) {
      throw new DomainError('malformed', 'tenant-missing', 'header X-Tenant-Id missing')
    }
    if (!tenants.has(tenant)) {
      throw new DomainError('forbidden', 'tenant-forbidden', 'token does not act for this tenant')
    }
    return tenant
  }
}

/**
 * Undefined when there is none; an Authorization header of another form counts as an empty token.
 */
export function bearerTokenOf(request: FastifyRequest): string | undefined {
  const header = request.headers.authorization
  if (header !== undefined) {
    return bearer.exec(header)?.[1] ?? ''
  }
  return handshakeQuery(request)?.get('access_token') ?? undefined
}

export function namedTenantOf(request: FastifyRequest): string | undefined {
  const named = request.headers['x-tenant-id'] ?? handshakeQuery(request)?.get('tenant')
  return typeof named === 'string' && named !== '' ? named : undefined
}

function handshakeQuery(request: FastifyRequest): URLSearchParams | undefined {
  return request.headers.upgrade === undefined
    ? undefined
    : new URL(request.url, 'http://localhost').searchParams
}
