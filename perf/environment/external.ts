import { setTimeout as sleep } from 'node:timers/promises'
import { KnownFailure } from '../errors.ts'
import { askKafka, askPostgres, askRedis, withPostgres } from './ask-services.ts'
import type { DurabilityProfile, Environment, EnvironmentRequest } from './environment.ts'
import { describe, untilAnswers } from './until-answers.ts'

/** Between two questions to services that nobody tells us about; rare, because each is load. */
const watchIntervalMs = 5_000

/** So many in a row without an answer mean that a service is gone, not that it was busy. */
const missesUntilDead = 3

/**
 * Services that somebody else runs. They are asked, never started or stopped; databases and topics
 * made in them are the ledger's to remove. Durability is what the server says, not what was asked
 * for.
 */
export async function useExternal(request: EnvironmentRequest): Promise<Environment> {
  const { external, readyTimeoutMs } = request
  if (external === undefined) {
    throw new KnownFailure('usage', 'no URLs of external services, expected three', {
      remedy: 'give --postgres-url, --redis-url and --kafka-brokers',
    })
  }
  const { postgresUrl, kafkaBrokers } = external
  const redisUrl = withoutIndex(external.redisUrl)
  const questions = {
    postgres: () => askPostgres(postgresUrl),
    redis: () => askRedis(redisUrl),
    kafka: () => askKafka(kafkaBrokers),
  }
  const [postgresVersion, redisVersion, kafkaVersion] = await Promise.all([
    untilAnswers('postgres', questions.postgres, readyTimeoutMs),
    untilAnswers('redis', questions.redis, readyTimeoutMs),
    untilAnswers('kafka', questions.kafka, readyTimeoutMs),
  ])
  const durability = await durabilityOf(postgresUrl)
  request.onProgress(
    `external services answer: Postgres ${postgresVersion} (${durability}), Redis ${redisVersion}, Kafka ${kafkaVersion}`,
  )
  const stopped = new AbortController()
  return {
    provider: 'external',
    durability,
    postgres: { adminUrl: postgresUrl, version: postgresVersion, rootPid: undefined },
    redis: { url: redisUrl, version: redisVersion, rootPid: undefined },
    kafka: { brokers: kafkaBrokers, version: kafkaVersion, rootPid: undefined },
    died: Promise.race(
      Object.entries(questions).map(([what, ask]) => watch(what, ask, stopped.signal)),
    ),
    async [Symbol.asyncDispose]() {
      stopped.abort()
    },
  }
}

/**
 * `durable` or `process-crash`, from the server's own settings. Throws where acknowledged work
 * could be lost in a crash of a process: that server answers faster than the promise allows.
 */
async function durabilityOf(url: string): Promise<DurabilityProfile> {
  const { fsync, commit } = await withPostgres(url, async (client) => {
    const { rows } = await client.query<{ fsync: string; commit: string }>(
      "SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit",
    )
    return rows[0] as { fsync: string; commit: string }
  })
  if (commit === 'off') {
    throw new KnownFailure(
      'service',
      'postgres has synchronous_commit off, expected on: a crash would lose acknowledged payments',
      { remedy: "ALTER SYSTEM SET synchronous_commit = 'on'; SELECT pg_reload_conf();" },
    )
  }
  return fsync === 'on' ? 'durable' : 'process-crash'
}

function withoutIndex(redisUrl: string): string {
  const url = new URL(redisUrl)
  url.pathname = ''
  return url.toString()
}

async function watch(
  what: string,
  ask: () => Promise<string>,
  stopped: AbortSignal,
): Promise<KnownFailure> {
  let misses = 0
  while (!stopped.aborted) {
    try {
      await sleep(watchIntervalMs, undefined, { signal: stopped, ref: false })
      await ask()
      misses = 0
    } catch (error) {
      misses += 1
      if (misses === missesUntilDead && !stopped.aborted) {
        return new KnownFailure(
          'service',
          `${what} stopped answering: ${describe(error)}, expected an answer to one of ${missesUntilDead} questions`,
          { cause: error },
        )
      }
    }
  }
  return new Promise(() => {})
}
