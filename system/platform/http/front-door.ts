import type { FastifyRequest } from 'fastify'
import { DomainError } from '../errors.ts'
import { createLimits } from '../limits/limits.ts'
import type { Platform } from '../module.ts'
import { sessionCookieOf } from '../sessions/cookie.ts'
import { registerSessions } from '../sessions/routes.ts'
import { createSessionStore, sessionTokenPrefix } from '../sessions/store.ts'
import type { Session, SessionStore } from '../sessions/store.ts'
import { bearerTokenOf, createAuthentication, namedTenantOf } from './auth.ts'
import type { App } from './server.ts'

/**
 * Who comes in under `/api/v1`, and how often: a bearer token that is known from the configuration,
 * or a session by its token or its cookie. Only a session has to be looked up, and only it needs
 * Redis.
 */
export function registerFrontDoor(
  api: App,
  { config, redis, telemetry }: Pick<Platform, 'config' | 'redis' | 'telemetry'>,
): void {
  const tenantOf = createAuthentication(config.authTokens)
  const sessions = createSessionStore(redis, config.sessions)
  const limit = createLimits(redis, telemetry.registry, config.limits)
  api.decorateRequest('tenant', '')
  api.decorateRequest('session', null)
  const enter = async (request: FastifyRequest, token: string): Promise<void> => {
    request.session = await sessionBehind(request, token, sessions)
    request.tenant = request.session.tenant
    await limit({ tenant: request.tenant, sessionId: request.session.id })
  }
  // Told by `done`, not by a promise: on the way of every call, and nearly every one can go on at
  // once.
  api.addHook('onRequest', (request, _reply, done) => {
    const token = sessionTokenOf(request)
    let entering: void | Promise<void>
    if (token === undefined) {
      request.tenant = tenantOf(request)
      entering = limit({ tenant: request.tenant, sessionId: undefined })
    } else {
      entering = enter(request, token)
    }
    if (entering === undefined) {
      done()
    } else {
      void goOnAfter(entering, done)
    }
  })
  registerSessions(api, sessions)
}

async function goOnAfter(entering: Promise<void>, done: (error?: Error) => void): Promise<void> {
  try {
    await entering
  } catch (error) {
    done(error as Error)
    return
  }
  done()
}

/**
 * A bearer token, where there is one, is what counts; a browser that has a cookie sends it with
 * everything.
 */
function sessionTokenOf(request: FastifyRequest): string | undefined {
  const token = bearerTokenOf(request)
  if (token === undefined) {
    return sessionCookieOf(request)
  }
  return token.startsWith(sessionTokenPrefix) ? token : undefined
}

/** @throws DomainError unauthenticated or forbidden, DependencyUnavailable */
async function sessionBehind(
  request: FastifyRequest,
  token: string,
  sessions: SessionStore,
): Promise<Session> {
  const session = await sessions.find(token)
  if (session === undefined) {
    throw new DomainError('unauthenticated', 'session-invalid', 'the session has ended')
  }
  const named = namedTenantOf(request)
  if (named !== undefined && named !== session.tenant) {
    throw new DomainError('forbidden', 'tenant-forbidden', 'the session is of another tenant')
  }
  return session
}
