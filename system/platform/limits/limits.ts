import { Counter } from 'prom-client'
import type { Registry } from 'prom-client'
import { DomainError } from '../errors.ts'
import type { Redis } from '../redis/redis.ts'
import { RateLimiter } from './rate-limiter.ts'
import type { LimitOutcome } from './rate-limiter.ts'
import { createTokenBuckets } from './token-bucket.ts'

export interface Caller {
  readonly tenant: string
  /** Undefined for a caller that has no session. */
  readonly sessionId: string | undefined
}

/** @throws DomainError rate-limited */
export type Limit = (caller: Caller) => void | Promise<void>

export interface LimitSettings {
  /** Calls of one tenant, with all its tokens and sessions; a second's worth may come at once. */
  readonly tenantPerSecond: number
  /** Calls of one session, within those of its tenant. */
  readonly sessionPerSecond: number
}

/** How often a tenant, and a session within it, may call the API. */
export function createLimits(redis: Redis, registry: Registry, settings: LimitSettings): Limit {
  const take = createTokenBuckets(redis)
  const onOutcome = countOutcomes(registry)
  const limiterOf = (perSecond: number): RateLimiter =>
    new RateLimiter({
      take,
      size: { perSecond, burst: perSecond },
      now: () => performance.now(),
      onOutcome,
    })
  const tenants = limiterOf(settings.tenantPerSecond)
  const sessions = limiterOf(settings.sessionPerSecond)
  const takeBoth = async (tenant: string, sessionId: string): Promise<void> => {
    refuse(await sessions.take(`session:${sessionId}`))
    refuse(await tenants.take(`tenant:${tenant}`))
  }
  return ({ tenant, sessionId }) => {
    if (sessionId !== undefined) {
      return takeBoth(tenant, sessionId)
    }
    const waitMs = tenants.take(`tenant:${tenant}`)
    return typeof waitMs === 'number' ? refuse(waitMs) : waitMs.then(refuse)
  }
}

function refuse(waitMs: number): void {
  if (waitMs > 0) {
    const message = `too many calls; the next is taken in ${Math.ceil(waitMs)} ms`
    throw new DomainError('limited', 'rate-limited', message, {
      retryAfterSeconds: Math.ceil(waitMs / 1_000),
    })
  }
}

function countOutcomes(registry: Registry): (outcome: LimitOutcome) => void {
  // Counted by hand and handed over when asked: this is on the way of every call.
  const counts: Record<LimitOutcome, number> = { allowed: 0, refused: 0, open: 0 }
  new Counter({
    name: 'rate_limiter_calls_total',
    help: 'Calls by what the rate limiter said; "open" were let through because Redis was away',
    labelNames: ['outcome'] as const,
    registers: [registry],
    collect() {
      this.reset()
      for (const [outcome, count] of Object.entries(counts)) {
        this.inc({ outcome }, count)
      }
    },
  })
  return (outcome) => {
    counts[outcome] += 1
  }
}
