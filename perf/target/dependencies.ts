import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, rm, stat, symlink, writeFile, copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { KnownFailure } from '../errors.ts'
import type { RunLedger } from '../lifecycle/run-ledger.ts'
import { runToEnd } from '../lifecycle/run-to-end.ts'
import { target } from './contract.ts'

/**
 * An arm's locked dependencies, installed once per lock hash into a cache and linked into its
 * checkout. Both arms of an unchanged lock file share one folder, so that not even their module
 * paths differ.
 */
export interface DependencyRequest {
  readonly armFolder: string
  readonly armName: string
  /** A node_modules folder already installed from this very lock file, where there is one. */
  readonly alreadyInstalled: string | undefined
  readonly cacheFolder: string
  readonly ledger: RunLedger
  readonly onProgress: (line: string) => void
}

const installTimeoutMs = 600_000

export async function linkDependencies(request: DependencyRequest): Promise<void> {
  const link = join(request.armFolder, 'node_modules')
  await rm(link, { recursive: true, force: true })
  await symlink(request.alreadyInstalled ?? (await installedOnce(request)), link)
}

async function installedOnce(request: DependencyRequest): Promise<string> {
  const key = await lockHash(request.armFolder, request.armName)
  const installed = join(request.cacheFolder, 'dependencies', key)
  if (!(await exists(join(installed, 'complete')))) {
    request.onProgress(`installing the ${request.armName} arm's dependencies (lock ${key})`)
    await install(request, installed)
  }
  return join(installed, 'node_modules')
}

/** The lock file decides; the platform decides which native packages it means. */
export async function lockHash(folder: string, name: string): Promise<string> {
  const lock = await readFile(join(folder, target.lockFile)).catch((cause: unknown) => {
    const message = `the ${name} arm has no ${target.lockFile}, expected locked dependencies`
    throw new KnownFailure('target', message, { cause })
  })
  const platform = `${process.platform}-${process.arch}`
  return createHash('sha256').update(lock).update(platform).digest('hex').slice(0, 16)
}

/** Into a folder beside the final one, then renamed: a killed install never looks complete. */
async function install(request: DependencyRequest, installed: string): Promise<void> {
  const partial = `${installed}.${process.pid}`
  request.ledger.recordFolder(partial)
  await mkdir(partial, { recursive: true })
  for (const file of ['package.json', target.lockFile, '.npmrc']) {
    await copyFile(join(request.armFolder, file), join(partial, file)).catch((cause: unknown) => {
      if (file !== '.npmrc') throw cause
    })
  }
  try {
    const what = `npm ci of the ${request.armName} arm`
    const args = ['ci', '--no-audit', '--no-fund']
    const command = { ledger: request.ledger, what, command: 'npm', args, cwd: partial }
    await runToEnd(command, installTimeoutMs)
  } catch (cause) {
    throw new KnownFailure('target', `the ${request.armName} arm's dependencies did not install`, {
      cause,
      remedy: `npm ci in a checkout of the ${request.armName} commit shows why`,
    })
  }
  await writeFile(join(partial, 'complete'), '')
  await rename(partial, installed).catch(async (cause: unknown) => {
    // Another run was done first and may be running from its folder by now: as good as ours.
    if (!(await exists(join(installed, 'complete')))) throw cause
  })
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
