import { Type } from 'typebox'
import { DomainError } from '../errors.ts'
import { principalOf } from '../http/principal.ts'
import { problemResponses } from '../http/problems.ts'
import type { App } from '../http/server.ts'
import { sessionCookie } from './cookie.ts'
import type { Session, SessionStore } from './store.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /**
     * Set by the front door for a caller that came with a session; null for one with a token of its
     * own.
     */
    session: Session | null
  }
}

const tags = ['sessions']
const expiresAt = Type.String({ description: 'ISO 8601, UTC' })
const sessionSchema = Type.Object(
  { tenant: Type.String(), expiresAt },
  { title: 'Session', description: 'Who the caller acts for, and until when' },
)
const openedSchema = Type.Object(
  { token: Type.String(), tenant: Type.String(), expiresAt },
  { title: 'OpenedSession', description: 'The token is told here and never again' },
)

/** Log-in by bearer token; a session can be seen and ended by who has it. */
export function registerSessions(api: App, sessions: SessionStore): void {
  api.post(
    '/sessions',
    {
      schema: {
        operationId: 'openSession',
        summary:
          'Opens a session for the dashboard; sets its cookie and tells its token. Of too many of one token the oldest ends',
        tags,
        response: { 201: openedSchema },
      },
    },
    async (request, reply) => {
      if (request.session !== null) {
        // Else whoever has stolen a session could keep it for ever.
        throw new DomainError('forbidden', 'session-not-enough', 'a session opens no other session')
      }
      const owner = { tenant: request.tenant, principal: principalOf(request) }
      const { token, session } = await sessions.open(owner)
      const seconds = Math.floor((Date.parse(session.expiresAt) - Date.now()) / 1_000)
      void reply.code(201).header('set-cookie', sessionCookie(token, seconds, request))
      return { token, tenant: session.tenant, expiresAt: session.expiresAt }
    },
  )

  api.get(
    '/sessions/current',
    {
      schema: {
        operationId: 'getSession',
        summary: 'The session that the call came with',
        tags,
        response: { 200: sessionSchema, ...problemResponses(404) },
      },
    },
    async (request) => sessionOf(request.session),
  )

  api.delete(
    '/sessions/current',
    {
      schema: {
        operationId: 'endSession',
        summary: 'Ends the session that the call came with, at once',
        tags,
        response: {
          204: Type.Null({ description: 'The session has ended' }),
          ...problemResponses(404),
        },
      },
    },
    async (request, reply) => {
      await sessions.revoke(sessionOf(request.session))
      return reply
        .code(204)
        .header('set-cookie', sessionCookie('', 0, request))
        .send(null)
    },
  )
}

/** @throws DomainError no-session */
function sessionOf(session: Session | null): Session {
  if (session === null) {
    throw new DomainError('not-found', 'no-session', 'the call came with a token, not a session')
  }
  return session
}
