import { randomBytes } from 'node:crypto'
import { rmSync, writeFileSync, chownSync } from 'node:fs'
import path from 'node:path'
import { KnownFailure } from '../errors.ts'
import { runToEnd } from '../lifecycle/run-to-end.ts'
import { spawnOwned, type OwnedProcess } from '../lifecycle/spawn-owned.ts'
import { askPostgres } from './ask-services.ts'
import { makeDataFolder } from './data-folder.ts'
import type { EnvironmentRequest, PostgresService } from './environment.ts'
import { onFreePorts } from '../lifecycle/free-port.ts'
import { postgresBinaries, type PostgresBinaries } from './postgres-binaries.ts'
import { initdbArguments, postgresFlags, postgresSettings } from './postgres-settings.ts'
import { serviceUser, type ServiceUser } from './service-user.ts'
import { untilAnswers } from './until-answers.ts'

const initTimeoutMs = 120_000

export interface StartedService<Service> {
  readonly service: Service
  readonly process: OwnedProcess
}

export interface Installation {
  readonly request: EnvironmentRequest
  readonly binaries: PostgresBinaries
  readonly user: ServiceUser | undefined
  readonly data: string
  readonly password: string
}

/** Initialises a cluster of this run's own and starts a server on it. */
export async function startPostgres(
  request: EnvironmentRequest,
  cacheFolder: string,
): Promise<StartedService<PostgresService>> {
  const installation = await installPostgres(request, cacheFolder, 'postgres')
  return onFreePorts(1, ([port]) => servePostgres(installation, port as number))
}

/** An initialised cluster in a folder of its own, named after `service`; nothing runs on it yet. */
export async function installPostgres(
  request: EnvironmentRequest,
  cacheFolder: string,
  service: string,
): Promise<Installation> {
  const user = serviceUser()
  const binaries = await postgresBinaries(user, cacheFolder)
  const data = makeDataFolder({
    service,
    durability: request.durability,
    ledger: request.ledger,
    cacheFolder,
    user,
  })
  const installation = { request, binaries, user, data, password: randomBytes(12).toString('hex') }
  try {
    await initialise(installation)
  } catch (failure) {
    // Half a cluster would be in the way of the next one of this name.
    rmSync(data, { recursive: true, force: true })
    throw failure
  }
  return installation
}

async function initialise({
  request,
  binaries,
  user,
  data,
  password,
}: Installation): Promise<void> {
  const passwordFile = path.join(data, 'password')
  writeFileSync(passwordFile, `${password}\n`, { mode: 0o600 })
  if (user !== undefined) chownSync(passwordFile, user.uid, user.gid)
  const initdb = {
    ledger: request.ledger,
    what: 'initdb',
    command: binaries.initdb,
    args: [
      `--pgdata=${path.join(data, 'cluster')}`,
      '--username=postgres',
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      // A new cluster has nothing to lose; the server's own fsync setting rules from its start on.
      '--no-sync',
      ...initdbArguments,
    ],
    inherit: 'essential',
    ...(user === undefined ? {} : { user }),
    cwd: data,
  } as const
  try {
    await runToEnd(initdb, initTimeoutMs)
  } catch (failure) {
    throw isDiskFull(failure) ? new KnownFailure('disk', failure.message) : failure
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

function isDiskFull(failure: unknown): failure is KnownFailure {
  return failure instanceof KnownFailure && /no space left/i.test(failure.message)
}

/** Other than the usual start: for a server that is looked into. */
export interface PostgresLaunch {
  /** What runs the server instead of the kernel. */
  readonly under?: readonly string[]
  readonly settings?: Readonly<Record<string, string>>
  readonly stopSignal?: NodeJS.Signals
}

export async function servePostgres(
  { request, binaries, user, data, password }: Installation,
  port: number,
  { under = [], settings = {}, stopSignal = 'SIGQUIT' }: PostgresLaunch = {},
): Promise<StartedService<PostgresService>> {
  const [program = binaries.postgres, ...before] = [...under, binaries.postgres]
  const server = await spawnOwned({
    ledger: request.ledger,
    what: 'postgres',
    command: program,
    args: [
      ...before,
      '-D',
      path.join(data, 'cluster'),
      '-p',
      String(port),
      ...postgresFlags({
        ...postgresSettings(request.durability),
        ...settings,
        listen_addresses: '127.0.0.1',
        unix_socket_directories: data,
      }),
    ],
    cwd: data,
    inherit: 'essential',
    ...(user === undefined ? {} : { user }),
    // Immediate shutdown: it frees its shared memory and skips the checkpoint of data nobody will
    // read.
    stopSignal,
  })
  try {
    const adminUrl = `postgres://postgres:${password}@127.0.0.1:${port}/postgres`
    const version = await untilAnswers(
      'postgres',
      () => askPostgres(adminUrl),
      request.readyTimeoutMs,
      server.died,
    )
    return { service: { adminUrl, version, rootPid: server.pid }, process: server }
  } catch (error) {
    await server.stop()
    throw error
  }
}
