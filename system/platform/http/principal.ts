import { createHash } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { bearerTokenOf } from './auth.ts'

/** So much of a digest tells tokens apart, and tells nobody a token. */
const digits = 12

/**
 * Who makes the request, for whoever has to write it down: `token:<digest>`, and where the token
 * opened a session that was used, `token:<digest>/session:<digest>`.
 * `printf %s "$TOKEN" | sha256sum` begins with a token's digest.
 */
export function principalOf(request: FastifyRequest): string {
  const { session } = request
  if (session !== null) {
    return `${session.principal}/session:${session.id.slice(0, digits)}`
  }
  const token = bearerTokenOf(request) ?? ''
  return `token:${createHash('sha256').update(token).digest('hex').slice(0, digits)}`
}
