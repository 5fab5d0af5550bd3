import { Redis } from 'ioredis'
import { inject } from 'vitest'
import type { SystemUnderTest } from './system-process.ts'

/** Redis forgets all that it holds of this system; it serves others at the same time. */
export async function forgetInRedis(system: SystemUnderTest): Promise<void> {
  const redis = new Redis(inject('services').redisUrl)
  try {
    await redis.del(await redis.keys(`${system.namespace}:*`))
  } finally {
    redis.disconnect()
  }
}
