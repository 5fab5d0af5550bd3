import { randomBytes } from 'node:crypto'
import { Admin } from '@platformatic/kafka'
import { Redis } from 'ioredis'
import type { Client } from 'pg'
import { attachRunLedger, type RunLedger } from '../lifecycle/run-ledger.ts'
import { startLoadGenerator } from '../load/generator.ts'
import type { LoadGenerator } from '../load/load.ts'
import type { Session } from '../session/session.ts'
import { connectAdmin } from '../target/databases.ts'
import { freePorts } from '../lifecycle/free-port.ts'

/**
 * What measuring one scenario needs besides the arms: clients of the three services, the load
 * generator, two ports. Opened once per scenario, so that no generation pays for it.
 */
export interface Workbench extends AsyncDisposable {
  readonly session: Session
  readonly ledger: RunLedger
  readonly postgres: Client
  readonly redis: Redis
  readonly kafka: Admin
  readonly generator: LoadGenerator
  /** Port of slot 0 and of slot 1. */
  readonly ports: readonly [number, number]
  readonly token: string
}

export async function openWorkbench(session: Session): Promise<Workbench> {
  await using opening = new AsyncDisposableStack()
  const { services } = session
  const ledger = attachRunLedger(session.ledgerFolder)
  const postgres = await connectAdmin(services.postgresAdminUrl)
  opening.defer(() => postgres.end())
  await ensureStatements(postgres)
  const redis = new Redis(services.redisUrl, { maxRetriesPerRequest: 2 })
  redis.on('error', ignoreUntilUse)
  opening.defer(() => redis.disconnect())
  const brokers = [...services.kafkaBrokers]
  const kafka = new Admin({ clientId: 'plumbline', bootstrapBrokers: brokers })
  opening.defer(() => kafka.close())
  const generator = opening.use(await startLoadGenerator({ ledger }))
  const [first = 0, second = 0] = await freePorts(2, session.seed % 10_000)
  const kept = opening.move()
  return {
    session,
    ledger,
    postgres,
    redis,
    kafka,
    generator,
    ports: [first, second],
    token: randomBytes(16).toString('hex'),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

const extension = 'create extension if not exists pg_stat_statements'

/** Of two runs that begin at once on one server one makes it, and the other finds it made. */
async function ensureStatements(postgres: Client): Promise<void> {
  await postgres.query(extension).catch(() => postgres.query(extension))
}

function ignoreUntilUse(): void {
  // The next command fails with the reason, where it can be acted on.
}
