import { defaultCacheFolder } from './config.ts'
import { startKafka } from './embedded-kafka.ts'
import { startPostgres, type StartedService } from './embedded-postgres.ts'
import { startRedis } from './embedded-redis.ts'
import type { Environment, EnvironmentRequest } from './environment.ts'

import { allOrNone } from './all-or-none.ts'

/** Real servers as child processes of this run: for machines without a Docker engine. */
export async function startEmbedded(request: EnvironmentRequest): Promise<Environment> {
  const cacheFolder = request.cacheFolder ?? defaultCacheFolder()
  const startedAtMs = performance.now()
  const stop = async (started: StartedService<unknown>): Promise<void> => {
    await started.process.stop()
  }
  const [postgres, redis, kafka] = await allOrNone(
    [
      startPostgres(request, cacheFolder),
      startRedis(request, cacheFolder),
      startKafka(request, cacheFolder),
    ],
    stop,
  )
  const seconds = ((performance.now() - startedAtMs) / 1_000).toFixed(1)
  request.onProgress(
    `embedded services answer after ${seconds} s: Postgres ${postgres.service.version}, Redis ${redis.service.version}, Kafka ${kafka.service.version}`,
  )
  return {
    provider: 'embedded',
    durability: request.durability,
    postgres: postgres.service,
    redis: redis.service,
    kafka: kafka.service,
    died: Promise.race([postgres, redis, kafka].map(({ process }) => process.died)),
    async [Symbol.asyncDispose]() {
      await Promise.all([postgres, redis, kafka].map(stop))
    },
  }
}
