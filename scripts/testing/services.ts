import type { TestProject } from 'vitest/node'
import { startEnvironment } from '../../perf/environment/start.ts'
import { openRunLedger } from '../../perf/lifecycle/run-ledger.ts'
import { sweepDeadRuns } from '../../perf/lifecycle/sweep.ts'
import { findBrowser } from '../bootstrap/machine.mjs'
import { searchPath, testStateFolder } from './config.ts'

/**
 * Global set-up of the `integration` project: one Postgres, one Redis and one Kafka for all its
 * files. Files keep apart by database, Redis index and topic prefix. A test that ends services
 * starts its own.
 */
export interface TestServices {
  readonly postgresAdminUrl: string
  readonly redisUrl: string
  readonly kafkaBrokers: readonly string[]
}

declare module 'vitest' {
  export interface ProvidedContext {
    services: TestServices
    /** Path of a Chromium; empty where there is none, and then the tests that need it fail. */
    browser: string
  }
}

const readyTimeoutMs = 60_000

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const stateFolder = testStateFolder()
  // A test run that was killed left its services behind; this is the next run.
  await sweepDeadRuns(stateFolder)
  await using starting = new AsyncDisposableStack()
  const ledger = starting.use(await openRunLedger(stateFolder))
  const environment = starting.use(
    await startEnvironment({
      services: 'embedded',
      durability: 'process-crash',
      ledger,
      readyTimeoutMs,
      external: undefined,
      onProgress: () => {},
    }),
  )
  project.provide('services', {
    postgresAdminUrl: environment.postgres.adminUrl,
    redisUrl: environment.redis.url,
    kafkaBrokers: environment.kafka.brokers,
  })
  project.provide('browser', findBrowser(searchPath()) ?? '')
  const running = starting.move()
  return () => running.disposeAsync()
}
