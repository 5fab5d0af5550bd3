import { createHash, randomBytes } from 'node:crypto'
import { Compile } from 'typebox/compile'
import { Type } from 'typebox'
import type { Static } from 'typebox'
import type { Redis } from '../redis/redis.ts'

const storedSession = Type.Object({
  tenant: Type.String(),
  /** Who opened it: the principal behind a token. */
  principal: Type.String(),
  expiresAt: Type.String({ description: 'ISO 8601, UTC' }),
})
type StoredSession = Static<typeof storedSession>

export interface Session extends StoredSession {
  /** Digest of the token: names the session where the token must not be seen. */
  readonly id: string
  /** Whether it is still there. @throws DependencyUnavailable */
  readonly lives: () => Promise<boolean>
}

export type SessionOwner = Pick<StoredSession, 'tenant' | 'principal'>

export interface SessionSettings {
  readonly ttlSeconds: number
  /** Of one token. */
  readonly perTokenMax: number
}

/** Calls throw DependencyUnavailable while Redis is away. */
export interface SessionStore {
  /**
   * Ends the oldest of the same principal where there would be more than may be.
   * @returns the token, which is kept nowhere
   */
  open(owner: SessionOwner): Promise<{ readonly token: string; readonly session: Session }>
  /** Undefined when it was never there, has run out, was revoked, or Redis has forgotten it. */
  find(token: string): Promise<Session | undefined>
  revoke(session: Session): Promise<void>
}

/** Tells a session's token from other bearer tokens without asking anybody. */
export const sessionTokenPrefix = 'pls_'
const tokenBytes = 32

const check = Compile(storedSession)

/**
 * Stores a session and ends those of its principal that are more than may be, in one step. Sessions
 * of a principal are in the order of their opening: each is said to end later than the one before,
 * if only by a millisecond.
 *
 * KEYS: sessions of the principal, the session. ARGV: id, content, seconds, most, what keys of
 * sessions begin with.
 */
const openLua = `
local time = redis.call('time')
local nowMs = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('zremrangebyscore', KEYS[1], '-inf', nowMs)
local newest = redis.call('zrange', KEYS[1], -1, -1, 'withscores')[2]
local endsMs = math.max(nowMs + ARGV[3] * 1000, (tonumber(newest) or 0) + 1)
redis.call('zadd', KEYS[1], string.format('%.0f', endsMs), ARGV[1])
redis.call('expire', KEYS[1], ARGV[3] + 1)
redis.call('set', KEYS[2], ARGV[2], 'EX', ARGV[3])
local excess = redis.call('zcard', KEYS[1]) - ARGV[4]
if excess > 0 then
  for _, id in ipairs(redis.call('zrange', KEYS[1], 0, excess - 1)) do
    redis.call('del', ARGV[5] .. id)
  end
  redis.call('zremrangebyrank', KEYS[1], 0, excess - 1)
end`

/**
 * Sessions are in Redis alone, because losing them costs a log-in and no money. What is stored is
 * the token's digest, so that who reads Redis cannot act for anybody.
 */
export function createSessionStore(
  redis: Redis,
  { ttlSeconds, perTokenMax }: SessionSettings,
): SessionStore {
  const keyOf = (id: string): string => redis.key(`session:${id}`)
  const listOf = (principal: string): string => redis.key(`sessions-of:${principal}`)
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
    async open({ tenant, principal }) {
      const token = sessionTokenPrefix + randomBytes(tokenBytes).toString('base64url')
      const id = idOf(token)
      const expiresAt = new Date(Date.now() + ttlSeconds * 1_000).toISOString()
      const stored = { tenant, principal, expiresAt }
      const keys = [listOf(principal), keyOf(id)]
      const values = [id, JSON.stringify(stored), ttlSeconds, perTokenMax, keyOf('')]
      await redis.pipeline((commands) => {
        commands.eval(openLua, keys.length, ...keys, ...values)
      })
      return { token, session: withLife(id, stored) }
    },
    async find(token) {
      const id = idOf(token)
      const [text] = await redis.pipeline((commands) => {
        commands.get(keyOf(id))
      })
      const value: unknown = typeof text === 'string' ? JSON.parse(text) : undefined
      return check.Check(value) ? withLife(id, value) : undefined
    },
    async revoke({ id, principal }) {
      await redis.pipeline((commands) => {
        commands.del(keyOf(id))
        commands.zrem(listOf(principal), id)
      })
    },
  }
}

function idOf(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}
