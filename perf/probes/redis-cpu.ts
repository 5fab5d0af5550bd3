import type { Redis } from 'ioredis'

/**
 * CPU seconds of the server's process so far. Source: INFO cpu, `used_cpu_sys`, `used_cpu_user`.
 */
export async function readRedisCpuSeconds(redis: Redis): Promise<number> {
  const text = await redis.info('cpu')
  const seconds = [...text.matchAll(/^used_cpu_(?:sys|user):([\d.]+)/gm)].map(([, used]) =>
    Number(used),
  )
  return seconds.reduce((sum, used) => sum + used, 0)
}
