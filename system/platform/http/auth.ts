import type { FastifyRequest } from 'fastify'
import { DomainError } from '../errors.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the authentication hook of `/api/v1`. */
    tenant: string
  }
}

type Tokens = ReadonlyMap<string, ReadonlySet<string>>

const bearer = /^Bearer +(\S+)$/i

/**
 * Finds the tenant a request acts for. A browser cannot set headers on a WebSocket handshake, so for
 * an upgrade, and only there, `?access_token=` and `?tenant=` are taken as well.
 * @throws DomainError unauthenticated or forbidden
 */
export function createAuthentication(tokens: Tokens): (request: FastifyRequest) => string {
  return (request) => {
    const handshake = request.headers.upgrade === undefined ? undefined : handshakeQuery(request)
    const header = request.headers.authorization
    const token = header === undefined ? handshake?.get('access_token') : bearer.exec(header)?.[1]
    const tenants = token === null || token === undefined ? undefined : tokens.get(token)
    if (tenants === undefined) {
      throw new DomainError('unauthenticated', 'token-invalid', 'bearer token missing or unknown')
    }
    const tenant = request.headers['x-tenant-id'] ?? handshake?.get('tenant')
    if (typeof tenant !== 'string' || tenant === '') {
      throw new DomainError('malformed', 'tenant-missing', 'header X-Tenant-Id missing')
    }
    if (!tenants.has(tenant)) {
      throw new DomainError('forbidden', 'tenant-forbidden', 'token does not act for this tenant')
    }
    return tenant
  }
}

function handshakeQuery(request: FastifyRequest): URLSearchParams {
  return new URL(request.url, 'http://localhost').searchParams
}
