import { createHash, randomBytes } from 'node:crypto'
import { Compile } from 'typebox/compile'
import { Type } from 'typebox'
import type { Static } from 'typebox'
import type { Redis } from '../redis/redis.ts'

const storedSession = Type.Object({
  tenant: Type.String(),
  expiresAt: Type.String({ description: 'ISO 8601, UTC' }),
})
type StoredSession = Static<typeof storedSession>

export interface Session extends StoredSession {
  /** Digest of the token: names the session where the token must not be seen. */
  readonly id: string
  /** Whether it is still there. @throws DependencyUnavailable */
  readonly lives: () => Promise<boolean>
}

/** Calls throw DependencyUnavailable while Redis is away. */
export interface SessionStore {
  /** @returns the token, which is kept nowhere */
  open(tenant: string): Promise<{ readonly token: string; readonly session: Session }>
  /** Undefined when it was never there, has run out, was revoked, or Redis has forgotten it. */
  find(token: string): Promise<Session | undefined>
  revoke(session: Session): Promise<void>
}

/** Tells a session's token from other bearer tokens without asking anybody. */
export const sessionTokenPrefix = 'pls_'
const tokenBytes = 32

const check = Compile(storedSession)

/**
 * Sessions are in Redis alone, because losing them costs a log-in and no money. What is stored is the
 * token's digest, so that who reads Redis cannot act for anybody.
 */
export function createSessionStore(redis: Redis, ttlSeconds: number): SessionStore {
  const keyOf = (id: string): string => redis.key(`session:${id}`)
  const withLife = (id: string, stored: StoredSession): Session => ({
    ...stored,
    id,
    async lives() {
      const [found] = await redis.pipeline((commands) => {
        commands.exists(keyOf(id))
      })
      return found === 1
    },
  })
  return {
    async open(tenant) {
      const token = sessionTokenPrefix + randomBytes(tokenBytes).toString('base64url')
      const id = idOf(token)
      const expiresAt = new Date(Date.now() + ttlSeconds * 1_000).toISOString()
      await redis.pipeline((commands) => {
        commands.set(keyOf(id), JSON.stringify({ tenant, expiresAt }), 'EX', ttlSeconds)
      })
      return { token, session: withLife(id, { tenant, expiresAt }) }
    },
    async find(token) {
      const id = idOf(token)
      const [text] = await redis.pipeline((commands) => {
        commands.get(keyOf(id))
      })
      const value: unknown = typeof text === 'string' ? JSON.parse(text) : undefined
      return check.Check(value) ? withLife(id, value) : undefined
    },
    async revoke({ id }) {
      await redis.pipeline((commands) => {
        commands.del(keyOf(id))
      })
    },
  }
}

function idOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
