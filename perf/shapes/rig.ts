import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { RunConfig } from '../config.ts'
import type { Environment } from '../environment/environment.ts'
import { startEnvironment } from '../environment/start.ts'
import { inspected } from '../inspector/launch.ts'
import { freePorts } from '../lifecycle/free-port.ts'
import type { RunLedger } from '../lifecycle/run-ledger.ts'
import { startLoadGenerator } from '../load/generator.ts'
import type { LoadGenerator } from '../load/load.ts'
import type { TargetAddress } from '../target/contract.ts'
import { createDatabase, databaseUrl, dropDatabase, withConnection } from '../target/databases.ts'
import {
  runSystemCommand,
  startSystem,
  type SystemLaunch,
  type SystemProcess,
} from '../target/system-process.ts'
import { ClientTally } from './client-tally.ts'

/**
 * What a shape runs on: services, one system of the working tree on a fresh database, and a load
 * generator. Unlike a comparison's arms it keeps autovacuum, because what is asked is what a
 * running system does.
 */
export interface Rig extends AsyncDisposable {
  readonly environment: Environment
  readonly system: SystemProcess
  readonly generator: LoadGenerator
  readonly address: TargetAddress
  readonly database: string
  /** Of the system's inspector, where it was started with one. */
  readonly inspectorPort: number | undefined
  /** As in `clients`: where loads write what was acknowledged. */
  readonly acknowledgedFile: string
  /** What all loads so far were told. */
  readonly clients: ClientTally
}

export interface RigRequest {
  readonly config: RunConfig
  readonly ledger: RunLedger
  readonly say: (line: string) => void
  /** A soak asks the system's memory what is still held. */
  readonly isInspected: boolean
  /** Beside what every loaded system has. */
  readonly env?: Readonly<Record<string, string>>
}

const readyTimeoutMs = 60_000
const host = '127.0.0.1'

export async function openRig(request: RigRequest): Promise<Rig> {
  await using opening = new AsyncDisposableStack()
  const { config, ledger, say } = request
  say('starting Postgres, Redis and Kafka')
  const { services, durability, external } = config
  const environment = opening.use(
    await startEnvironment({
      services,
      durability,
      external,
      ledger,
      readyTimeoutMs,
      onProgress: say,
    }),
  )
  const [port = 0, inspectorPort = 0] = await freePorts(2)
  const address = addressOf(environment, ledger, port)
  const { adminUrl } = environment.postgres
  const database = `shape_${ledger.runId.slice(-8)}`
  if (environment.provider === 'external') recordExternal(request, environment, database)
  await withConnection(adminUrl, (admin) => createDatabase(admin, database))
  opening.defer(() => withConnection(adminUrl, (admin) => dropDatabase(admin, database)))
  say('migrating, seeding and starting the system')
  const how = {
    ...(request.isInspected ? inspected(inspectorPort) : {}),
    env: { ...atFullRate, ...request.env },
  }
  const system = opening.use(await startPrepared(request, address, how))
  const clients = new ClientTally(join(ledger.folder, 'acknowledged'))
  const generator = clients.counting(opening.use(await startLoadGenerator({ ledger })))
  const kept = opening.move()
  return {
    environment,
    system,
    generator,
    address,
    database,
    inspectorPort: request.isInspected ? inspectorPort : undefined,
    acknowledgedFile: clients.file,
    clients,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

function addressOf(environment: Environment, ledger: RunLedger, port: number): TargetAddress {
  const name = `shape_${ledger.runId.slice(-8)}`
  return {
    host,
    port,
    databaseUrl: databaseUrl(environment.postgres.adminUrl, name),
    redisUrl: `${environment.redis.url}/0`,
    kafkaBrokers: environment.kafka.brokers,
    namespace: `${name}-`,
    token: randomBytes(12).toString('hex'),
  }
}

/**
 * The source's amounts at the source's rate spend a bank's day (R3.1 to R3.4) within a second: what
 * is loaded has limits that are so many times as high, and they are checked all the same.
 */
const atFullRate = { BANK_LIMIT_FACTOR: '100000' }

async function startPrepared(
  { config, ledger }: RigRequest,
  address: TargetAddress,
  how: SystemLaunch,
): Promise<SystemProcess> {
  const request = { armName: 'loaded', armFolder: config.repository, address, ledger }
  await runSystemCommand(request, 'migrate')
  await runSystemCommand(request, 'seed')
  // What autovacuum would do within its first minute.
  await withConnection(address.databaseUrl, (client) => client.query('vacuum (analyze)'))
  return startSystem({ ...request, how })
}

/** Services that outlive the run must not keep what a killed run left in them. */
function recordExternal({ ledger }: RigRequest, environment: Environment, name: string): void {
  ledger.recordDatabase(environment.postgres.adminUrl, name)
  ledger.recordDatabase(`kafka://${environment.kafka.brokers.join(',')}`, `${name}-`)
  ledger.recordDatabase(`${environment.redis.url}/0`, `${name}-`)
}
