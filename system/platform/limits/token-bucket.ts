import type { Redis } from '../redis/redis.ts'

/** Refills at `perSecond` up to `burst`. */
export interface BucketSize {
  readonly perSecond: number
  readonly burst: number
}

export interface Grant {
  /** Tokens given, from 0 to as many as were asked for. */
  readonly tokens: number
  /** Until the next token, where none was given. */
  readonly waitMs: number
}

/**
 * One bucket for all processes, filled and drawn from in one call by Redis' own clock. A bucket
 * that Redis has forgotten is a full one.
 *
 * KEYS: bucket. ARGV: tokens per second, burst, tokens wanted.
 */
const takeLua = `
local time = redis.call('time')
local nowMs = time[1] * 1000 + math.floor(time[2] / 1000)
local perSecond, burst, wanted = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local state = redis.call('hmget', KEYS[1], 'tokens', 'at')
local elapsedMs = math.max(0, nowMs - (tonumber(state[2]) or nowMs))
local tokens = math.min(burst, (tonumber(state[1]) or burst) + elapsedMs * perSecond / 1000)
local given = math.min(wanted, math.floor(tokens))
tokens = tokens - given
redis.call('hset', KEYS[1], 'tokens', string.format('%.6f', tokens), 'at', nowMs)
redis.call('pexpire', KEYS[1], math.ceil(burst / perSecond * 1000) + 1000)
local waitMs = 0
if given == 0 then waitMs = math.ceil((1 - tokens) * 1000 / perSecond) end
return { given, waitMs }`

export type TakeTokens = (bucket: string, size: BucketSize, wanted: number) => Promise<Grant>

/** @returns a function that throws DependencyUnavailable while Redis is away */
export function createTokenBuckets(redis: Redis): TakeTokens {
  return async (bucket, { perSecond, burst }, wanted) => {
    const [grant] = await redis.pipeline((commands) => {
      commands.eval(takeLua, 1, redis.key(`limit:${bucket}`), perSecond, burst, wanted)
    })
    const [tokens, waitMs] = grant as [number, number]
    return { tokens, waitMs }
  }
}
