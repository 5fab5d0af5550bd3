import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { inject } from 'vitest'
import { repositoryFolder } from '../config.ts'
import { freePorts } from '../lifecycle/free-port.ts'
import { openRunLedger } from '../lifecycle/run-ledger.ts'
import { checkInvariants, readInvariants } from '../measuring/generation/invariants.ts'
import type { TargetAddress } from '../target/contract.ts'
import { createDatabase, databaseUrl, dropDatabase, withConnection } from '../target/databases.ts'
import { git } from '../target/git.ts'
import { runSystemCommand, startSystem } from '../target/system-process.ts'
import { payProbes, type Probe } from './idempotency.ts'
import { mutantPatch } from './mutants.ts'
import { type OracleContext, payAt } from './oracle.ts'
import { OracleWatch } from './oracle-watch.ts'
import { runOracles } from './run-oracles.ts'

/** Enough for several batches of every kind. */
const rounds = 5
const probesAtOnce = 60

/** Four weeks after every system's usual start; what is a day old is removed at once. */
const weeksLater = {
  env: {
    CLOCK_STARTS_AT: '2026-02-04T09:00:00Z',
    RETENTION_INTERVAL_MS: '10',
    OUTBOX_RETENTION_DAYS: '1',
  },
}
const removedWithinMs = 20_000
const removedPollMs = 50

/**
 * A system as it is, or with a mutant planted, loaded and asked. @param isOld whether it is asked
 * weeks later, when the events of its load were removed @returns ids of what was violated
 */
export async function violatedBy(
  mutant: string | undefined,
  { isOld = false }: { readonly isOld?: boolean } = {},
): Promise<readonly string[]> {
  await using stack = new AsyncDisposableStack()
  const folder = mkdtempSync(join(tmpdir(), 'plumbline-mutant-'))
  stack.defer(() => rmSync(folder, { recursive: true, force: true }))
  const armFolder = await cloneWith(mutant, join(folder, 'system'))
  const ledger = stack.use(await openRunLedger(join(folder, 'runs')))
  const address = await addressOf(`mutant_${randomBytes(6).toString('hex')}`)
  const { postgresAdminUrl } = inject('services')
  const database = new URL(address.databaseUrl).pathname.slice(1)
  await withConnection(postgresAdminUrl, (admin) => createDatabase(admin, database))
  stack.defer(() => withConnection(postgresAdminUrl, (admin) => dropDatabase(admin, database)))
  const request = { armName: 'mutant', armFolder, address, ledger }
  await runSystemCommand(request, 'migrate')
  await runSystemCommand(request, 'seed')
  await using watch = new OracleWatch({ armFolder, databaseUrl: address.databaseUrl, everyMs: 200 })
  let acknowledged: readonly Probe[]
  {
    await using system = await startSystem(request)
    acknowledged = await loadOf(contextOf(address, () => system.quiesce()))
  }
  const meanwhile = await watch.stop()
  // Started again: what was paid before is now known to the database alone.
  await using system = await startSystem({ ...request, ...(isOld && { how: weeksLater }) })
  if (isOld) await untilRemoved(address.databaseUrl)
  const found = await runOracles(
    contextOf(address, () => system.quiesce()),
    { earlier: acknowledged },
  )
  const results = [
    ...meanwhile,
    ...found,
    ...(await askInvariants(armFolder, address, acknowledged)),
  ]
  return results.filter(({ violations }) => violations > 0).map(({ id }) => id)
}

/** All rows from before the system was started again. */
async function untilRemoved(url: string): Promise<void> {
  await withConnection(url, async (client) => {
    const deadline = performance.now() + removedWithinMs
    for (;;) {
      const { rows } = await client.query('select from outbox where created_at < $1 limit 1', [
        weeksLater.env.CLOCK_STARTS_AT,
      ])
      if (rows.length === 0) return
      if (performance.now() > deadline) {
        throw new Error(`outbox has old rows after ${removedWithinMs} ms, expected them removed`)
      }
      await sleep(removedPollMs)
    }
  })
}

/** What is committed, with the mutant's patch on top. */
async function cloneWith(mutant: string | undefined, folder: string): Promise<string> {
  await git(['clone', '--quiet', '--shared', repositoryFolder, folder], { cwd: repositoryFolder })
  await symlink(join(repositoryFolder, 'node_modules'), join(folder, 'node_modules'))
  if (mutant !== undefined) await git(['apply', mutantPatch(mutant)], { cwd: folder })
  return folder
}

async function addressOf(name: string): Promise<TargetAddress> {
  const { postgresAdminUrl, redisUrl, kafkaBrokers } = inject('services')
  const [port = 0] = await freePorts(1)
  return {
    host: '127.0.0.1',
    port,
    databaseUrl: databaseUrl(postgresAdminUrl, name),
    redisUrl: `${redisUrl}/0`,
    kafkaBrokers,
    namespace: name,
    token: randomBytes(12).toString('hex'),
  }
}

function contextOf(address: TargetAddress, quiesce: () => Promise<void>): OracleContext {
  const { host, port, token, kafkaBrokers, namespace } = address
  const baseUrl = `http://${host}:${port}`
  return { baseUrl, token, databaseUrl: address.databaseUrl, kafkaBrokers, namespace, quiesce }
}

/** Some are paid, some are rejected for want of money. @returns those that were acknowledged */
async function loadOf(context: OracleContext): Promise<readonly Probe[]> {
  const paid: Probe[] = []
  for (let round = 0; round < rounds; round += 1) {
    paid.push(...(await payProbes(context, probesAtOnce)))
    await payAt(context, `poor-${round}`, {
      debtorAccount: 'ACC-000991',
      creditorAccount: 'ACC-000901',
      amountMinor: 50_000,
      currency: 'EUR',
    })
  }
  await context.quiesce()
  return paid
}

async function askInvariants(
  armFolder: string,
  { databaseUrl: url }: TargetAddress,
  acknowledged: readonly Probe[],
) {
  const ids = [...(await readInvariants(armFolder)).keys()].filter((id) =>
    id.startsWith('payments.'),
  )
  return checkInvariants({
    arm: 'head',
    armFolder,
    databaseUrl: url,
    ids,
    acknowledged: acknowledged.map(({ answer }) => String(answer.body['id'])),
  })
}
