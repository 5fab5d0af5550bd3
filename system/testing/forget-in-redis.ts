import { Redis } from 'ioredis'
import { inject } from 'vitest'
import type { SystemUnderTest } from './system-process.ts'

/**
 * Redis forgets all that it holds of this system, or what is named alike; it serves others at the
 * same time.
 */
export async function forgetInRedis(
  system: SystemUnderTest,
  patterns: readonly string[] = ['*'],
): Promise<void> {
  const redis = new Redis(inject('services').redisUrl)
  try {
    const found = patterns.map(async (each) => redis.keys(`${system.namespace}:${each}`))
    await redis.del((await Promise.all(found)).flat())
  } finally {
    redis.disconnect()
  }
}
