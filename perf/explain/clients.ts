import type { CodePlace } from '../result/evidence.ts'
import { duration } from './words.ts'

/**
 * What a stretch of CPU time was spent on: the client of a service, a blocking call, or the code
 * itself.
 */
export type Work = 'postgres' | 'redis' | 'kafka' | 'http' | 'disk' | 'code'

const packages: readonly (readonly [Work, RegExp])[] = [
  ['postgres', /^node_modules\/(?:pg|pg-[\w-]+|postgres[\w-]*)\//],
  ['redis', /^node_modules\/(?:ioredis|redis|@redis\/[\w-]+|redis-[\w-]+)\//],
  ['kafka', /^node_modules\/(?:@platformatic\/kafka|kafkajs|@confluentinc\/[\w-]+)\//],
  [
    'http',
    /^(?:node_modules\/(?:undici|axios|got)\/|node:_http_client$|node:internal\/deps\/undici)/,
  ],
]

/** By the frame nearest to the leaf that says so. */
export function workOf(frames: readonly CodePlace[]): Work {
  for (const frame of frames.toReversed()) {
    if (/^node:(?:fs|child_process)$/.test(frame.file) && frame.function.endsWith('Sync')) {
      return 'disk'
    }
    const found = packages.find(([, pattern]) => pattern.test(frame.file))
    if (found !== undefined) return found[0]
  }
  return 'code'
}

export const workNames: Readonly<Record<Work, string>> = {
  postgres: 'the Postgres client',
  redis: 'the Redis client',
  kafka: 'the Kafka client',
  http: 'the HTTP client',
  disk: 'synchronous calls to the disk',
  code: 'its own code',
}

/**
 * The part of a cause's weight that the system's own process spends: without it no reader could add
 * it up.
 */
export function clientWords(work: Work, moreUs: number): string {
  return moreUs > 0 ? `; ${duration(moreUs)} more of the system's CPU in ${workNames[work]}` : ''
}
