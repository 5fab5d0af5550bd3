import type { Redis } from 'ioredis'

/** Calls per command name since the server began; the difference of two readings is the work between them. */
export type RedisCommandCalls = ReadonlyMap<string, number>

/** Source: INFO commandstats, `cmdstat_NAME:calls=N,...`. */
export async function readRedisCommands(redis: Redis): Promise<RedisCommandCalls> {
  const text = await redis.info('commandstats')
  const calls = new Map<string, number>()
  for (const match of text.matchAll(/^cmdstat_([^:]+):calls=(\d+)/gm)) {
    const [, name, count] = match
    if (name !== undefined && count !== undefined) calls.set(name, Number(count))
  }
  return calls
}

/** Commands between two readings, without those that reading and housekeeping cause. */
export function redisCommandsBetween(
  before: RedisCommandCalls,
  after: RedisCommandCalls,
): ReadonlyMap<string, number> {
  const difference = new Map<string, number>()
  for (const [name, calls] of after) {
    const more = calls - (before.get(name) ?? 0)
    if (more > 0 && !housekeeping.has(name)) difference.set(name, more)
  }
  return difference
}

const housekeeping = new Set([
  'info',
  'ping',
  'hello',
  'client|setinfo',
  'client|setname',
  'select',
])
