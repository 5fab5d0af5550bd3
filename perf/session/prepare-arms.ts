import { join } from 'node:path'
import type { RunConfig } from '../config.ts'
import type { Environment } from '../environment/environment.ts'
import type { RunLedger } from '../lifecycle/run-ledger.ts'
import type { ArmName } from '../result/document.ts'
import type { Revision } from '../result/circumstances.ts'
import { checkOut } from '../target/checkout.ts'
import {
  connectAdmin,
  createDatabase,
  databaseUrl,
  dropDatabase,
  freezeMaintenance,
  withConnection,
} from '../target/databases.ts'
import { linkDependencies, lockHash } from '../target/dependencies.ts'
import type { Revisions } from '../target/revisions.ts'
import { runSystemCommand } from '../target/system-process.ts'
import type { SessionProgress } from './open-session.ts'
import type { SessionArm } from './session.ts'

/**
 * Builds both arms: a checkout each, its locked dependencies, and a template database that the arm
 * itself migrated and seeded.
 */
export interface ArmsRequest {
  readonly config: RunConfig
  readonly ledger: RunLedger
  readonly environment: Environment
  readonly revisions: Revisions
  readonly progress: SessionProgress
}

export interface PreparedArms extends AsyncDisposable {
  readonly arms: Readonly<Record<ArmName, SessionArm>>
}

export async function prepareArms(request: ArmsRequest): Promise<PreparedArms> {
  await using opening = new AsyncDisposableStack()
  const { config, revisions } = request
  const folders = { base: '', head: '' }
  for (const arm of ['base', 'head'] as const) {
    folders[arm] = join(request.ledger.folder, 'arms', arm)
    opening.use(await checkOut(config.repository, revisions[arm], folders[arm]))
  }
  await linkBoth(request, folders)
  request.progress.note('migrating and seeding a template database for each arm')
  const databases = await prepareTemplates(request, folders, opening)
  const kept = opening.move()
  const armOf = (name: ArmName, revision: Revision): SessionArm => ({
    revision,
    folder: folders[name],
    templateDatabase: databases[name],
  })
  return {
    arms: { base: armOf('base', revisions.base), head: armOf('head', revisions.head) },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

/** Arms with one lock file share one installed folder: even module paths are then equal. */
async function linkBoth(
  request: ArmsRequest,
  folders: Readonly<Record<ArmName, string>>,
): Promise<void> {
  const { config, ledger, progress } = request
  const here = await lockHash(config.repository, 'this checkout')
  const hashes = await Promise.all([lockHash(folders.base, 'base'), lockHash(folders.head, 'head')])
  const installedHere = hashes.every((hash) => hash === here)
  for (const armName of ['base', 'head'] as const) {
    await linkDependencies({
      armName,
      armFolder: folders[armName],
      alreadyInstalled: installedHere ? join(config.repository, 'node_modules') : undefined,
      cacheFolder: config.folders.cache,
      ledger,
      onProgress: (line) => progress.note(line),
    })
  }
}

/** Side by side, because nothing is timed here. Both are waited for even when one fails. */
async function prepareTemplates(
  request: ArmsRequest,
  folders: Readonly<Record<ArmName, string>>,
  opening: AsyncDisposableStack,
): Promise<Record<ArmName, string>> {
  const base = prepareTemplate(request, 'base', folders.base, opening)
  const head = prepareTemplate(request, 'head', folders.head, opening)
  await Promise.allSettled([base, head])
  return { base: await base, head: await head }
}

/** Both templates have names of one length. */
async function prepareTemplate(
  request: ArmsRequest,
  arm: ArmName,
  armFolder: string,
  opening: AsyncDisposableStack,
): Promise<string> {
  const { environment, ledger } = request
  const adminUrl = environment.postgres.adminUrl
  const name = `plumbline_${ledger.runId.slice(-8)}_template_${arm}`
  if (environment.provider === 'external') ledger.recordDatabase(adminUrl, name)
  await withConnection(adminUrl, (admin) => createDatabase(admin, name))
  opening.defer(() => dropTemplate(adminUrl, name))
  const address = {
    host: '127.0.0.1',
    port: 0,
    databaseUrl: databaseUrl(adminUrl, name),
    redisUrl: `${environment.redis.url}/0`,
    kafkaBrokers: environment.kafka.brokers,
    namespace: `${name}-`,
    token: 'unused-by-commands',
  }
  for (const command of ['migrate', 'seed'] as const) {
    await runSystemCommand({ armName: arm, armFolder, address, ledger }, command)
  }
  await freezeMaintenance(adminUrl, name)
  return name
}

/**
 * A server that died keeps nothing for us; one that is only away is left to the ledger and its
 * sweep.
 */
async function dropTemplate(adminUrl: string, name: string): Promise<void> {
  const admin = await connectAdmin(adminUrl).catch(() => undefined)
  if (admin === undefined) return
  try {
    await dropDatabase(admin, name)
  } finally {
    await admin.end()
  }
}
