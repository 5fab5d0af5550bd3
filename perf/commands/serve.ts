import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import type { RunConfig } from '../config.ts'
import type { Environment } from '../environment/environment.ts'
import { startEnvironment } from '../environment/start.ts'
import { KnownFailure } from '../errors.ts'
import { openRunLedger, type RunLedger } from '../lifecycle/run-ledger.ts'
import { sweepDeadRuns } from '../lifecycle/sweep.ts'
import { target, type TargetAddress } from '../target/contract.ts'
import { createDatabase, databaseUrl, withConnection } from '../target/databases.ts'
import { isFree } from '../lifecycle/free-port.ts'
import { runSystemCommand, startSystem } from '../target/system-process.ts'
import type { RunScope } from './check.ts'

/** `npm start`: the system with its services on this machine, for a person to use by hand. */
export interface ServeRequest {
  readonly config: RunConfig
  readonly port: number
  readonly scope: RunScope
  readonly say: (line: string) => void
}

const readyTimeoutMs = 60_000
const host = '127.0.0.1'
const databaseName = 'plumbline'

/** Runs until the process is interrupted or the system dies. */
export async function serve(request: ServeRequest): Promise<void> {
  const { config, scope, say } = request
  scope.runsUntilStopped = true
  await sweepDeadRuns(config.folders.runs)
  // After what a killed run left there is gone, and before anything is started: the system itself
  // would notice only with its services running and its data in place.
  await expectFree(request.port)
  const ledger = scope.closing.use(await openRunLedger(config.folders.runs))
  scope.ledger = ledger
  say('starting Postgres, Redis and Kafka')
  const environment = scope.closing.use(
    await startEnvironment({
      services: config.services,
      durability: config.durability,
      external: config.external,
      ledger,
      readyTimeoutMs,
      onProgress: say,
    }),
  )
  const address = addressOf(environment, request.port)
  await prepareDatabase(environment)
  say('migrating, seeding and starting the system')
  const system = await startPreparedSystem(config, address, ledger)
  scope.closing.use(system)
  say(greeting(address))
  await system.guard(forever)
}

async function expectFree(port: number): Promise<void> {
  if (await isFree(port)) return
  const remedy = 'npm start -- --port N, or npm run perf -- serve --port N, takes another one'
  const state = `port ${port} on ${host} is taken or forbidden, expected it free for the system`
  throw new KnownFailure('target', state, { remedy })
}

/** Ended by an interrupt, or by the system's death. */
const forever = new Promise<never>(() => {})

function addressOf(environment: Environment, port: number): TargetAddress {
  return {
    host,
    port,
    databaseUrl: databaseUrl(environment.postgres.adminUrl, databaseName),
    redisUrl: `${environment.redis.url}/0`,
    kafkaBrokers: environment.kafka.brokers,
    namespace: 'plumbline-',
    token: randomBytes(12).toString('hex'),
  }
}

async function prepareDatabase(environment: Environment): Promise<void> {
  await withConnection(environment.postgres.adminUrl, async (admin) => {
    const name = databaseName
    const found = await admin.query('select 1 from pg_database where datname = $1', [name])
    if (found.rowCount === 0) await createDatabase(admin, name)
  })
}

async function startPreparedSystem(config: RunConfig, address: TargetAddress, ledger: RunLedger) {
  const request = { armName: 'local', armFolder: config.repository, address, ledger }
  await runSystemCommand(request, 'migrate')
  await runSystemCommand(request, 'seed')
  return startSystem(request)
}

/** Between two of the seeded accounts. */
const exampleOrder = {
  debtorAccount: 'ACC-000001',
  creditorAccount: 'ACC-000002',
  amountMinor: 2500,
  currency: 'USD',
}

function greeting(address: TargetAddress): string {
  const url = `http://${address.host}:${address.port}`
  return [
    '',
    `  Business time begins at ${target.clockStartsAt}, when every bank clears: payments settle at any hour`,
    `  Dashboard     ${url}/dashboard/ (asks for the token below)`,
    `  API prefix    ${url}/api/v1`,
    `  API reference ${url}/docs`,
    `  OpenAPI       ${url}/openapi.json (${join('.', target.openApiFile)})`,
    `  Metrics       ${url}/metrics`,
    `  Token         ${address.token}`,
    `  Tenant        ${target.tenant}`,
    '',
    `  curl -H 'Authorization: Bearer ${address.token}' -H 'X-Tenant-Id: ${target.tenant}' \\`,
    `    '${url}/api/v1/payments?page=1&page_size=5'`,
    '',
    `  curl -X POST -H 'Authorization: Bearer ${address.token}' -H 'X-Tenant-Id: ${target.tenant}' \\`,
    '    -H \'Content-Type: application/json\' -H "Idempotency-Key: $(date +%s%N)" \\',
    `    -d '${JSON.stringify(exampleOrder)}' \\`,
    `    '${url}/api/v1/payments'`,
    '',
    '  Ctrl-C stops everything.',
    '',
  ].join('\n')
}
