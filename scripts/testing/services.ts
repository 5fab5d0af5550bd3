import type { TestProject } from 'vitest/node'
import { startEnvironment } from '../../perf/environment/start.ts'
import { openRunLedger } from '../../perf/lifecycle/run-ledger.ts'
import { sweepDeadRuns } from '../../perf/lifecycle/sweep.ts'
import { administer } from '../../system/testing/administer.ts'
import { makeDatabaseTemplates } from '../../system/testing/database-templates.ts'
import type { DatabaseTemplates } from '../../system/testing/database-templates.ts'
import { findBrowser } from '../bootstrap/machine.mjs'
import { searchPath, testStateFolder } from './config.ts'

/**
 * Global set-up of the integration projects: one Postgres, one Redis and one Kafka for all their
 * files, which run beside each other. They keep apart by database, key prefix and topic prefix. A
 * test that ends services, empties them or counts what is in them starts its own.
 */
export interface TestServices {
  readonly postgresAdminUrl: string
  readonly redisUrl: string
  readonly kafkaBrokers: readonly string[]
  readonly templates: DatabaseTemplates
}

declare module 'vitest' {
  export interface ProvidedContext {
    services: TestServices
    /** Path of a Chromium; empty where there is none, and then the tests that need it fail. */
    browser: string
  }
}

const readyTimeoutMs = 60_000

export default async function setup(
  project: TestProject,
): Promise<(() => Promise<void>) | undefined> {
  // Given to the root, they are every project's: the second to be set up has them from the first.
  const root = project.vitest.getRootProject()
  if ('services' in root.getProvidedContext()) return undefined
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
  const postgresAdminUrl = environment.postgres.adminUrl
  // Else it would be of the first run that needs it, whose user could then not be dropped.
  await administer(postgresAdminUrl, 'create extension pg_stat_statements')
  root.provide('services', {
    postgresAdminUrl,
    redisUrl: environment.redis.url,
    kafkaBrokers: environment.kafka.brokers,
    templates: await makeDatabaseTemplates(postgresAdminUrl),
  })
  root.provide('browser', findBrowser(searchPath()) ?? '')
  const running = starting.move()
  return () => running.disposeAsync()
}
