import { randomBytes } from 'node:crypto'
import type { Environment } from '../../perf/environment/environment.ts'
import type { TargetAddress } from '../../perf/target/contract.ts'
import {
  cloneDatabase,
  databaseUrl,
  dropDatabase,
  withConnection,
} from '../../perf/target/databases.ts'
import { freePorts } from '../../perf/lifecycle/free-port.ts'
import {
  startSystem,
  type SystemLaunch,
  type SystemProcess,
  type SystemRequest,
} from '../../perf/target/system-process.ts'
import type { Bench } from './bench.ts'

/** A place for one system: a fresh clone of the seeded database, names and a port of its own. */
export interface Place extends AsyncDisposable {
  readonly environment: Environment
  readonly address: TargetAddress
  /** What `startSystem` takes. */
  readonly request: SystemRequest
}

/** A checkout, and the database that it has migrated and seeded. */
export interface StagedArm {
  readonly folder: string
  readonly template: string
}

export async function openPlace(bench: Bench, arm?: StagedArm): Promise<Place> {
  const environment = await bench.environment()
  const { folder, template } = arm ?? { folder: bench.repository, template: await bench.template() }
  const { adminUrl } = environment.postgres
  const name = bench.nextStageName()
  await withConnection(adminUrl, (admin) => cloneDatabase(admin, template, name))
  const [port = 0] = await freePorts(1)
  const address: TargetAddress = {
    host: '127.0.0.1',
    port,
    databaseUrl: databaseUrl(adminUrl, name),
    redisUrl: `${environment.redis.url}/0`,
    kafkaBrokers: environment.kafka.brokers,
    namespace: `${name}-`,
    token: randomBytes(12).toString('hex'),
  }
  return {
    environment,
    address,
    request: { armName: 'benchmarked', armFolder: folder, address, ledger: bench.ledger },
    [Symbol.asyncDispose]: () => withConnection(adminUrl, (admin) => dropDatabase(admin, name)),
  }
}

/** A system that runs in a place of its own. */
export interface Stage extends AsyncDisposable {
  readonly place: Place
  readonly system: SystemProcess
}

/**
 * Of a load whose payments would reach the daily limits of their banks: a second's worth is a
 * day's.
 */
export const atFullRate: SystemLaunch = { env: { BANK_LIMIT_FACTOR: '100000' } }

export async function openStage(bench: Bench, how: SystemLaunch = {}): Promise<Stage> {
  await using opening = new AsyncDisposableStack()
  const place = opening.use(await openPlace(bench))
  const system = opening.use(await startSystem({ ...place.request, how }))
  const kept = opening.move()
  return { place, system, [Symbol.asyncDispose]: () => kept.disposeAsync() }
}
