import { spawnSync } from 'node:child_process'
import { chownSync, mkdirSync, statfsSync } from 'node:fs'
import path from 'node:path'
import { KnownFailure } from '../errors.ts'
import type { RunLedger } from '../lifecycle/run-ledger.ts'
import type { DurabilityProfile } from './environment.ts'
import type { ServiceUser } from './service-user.ts'

const memoryFolder = '/dev/shm'

/** TMPFS_MAGIC of statfs(2). */
const tmpfsType = 0x01021994

export interface DataFolderRequest {
  readonly service: string
  readonly durability: DurabilityProfile
  readonly ledger: RunLedger
  /** Taken when the user cannot walk to the run's own folder, e.g. below a closed home folder. */
  readonly cacheFolder: string
  readonly user?: ServiceUser | undefined
}

/** A service's own folder, gone with the run, in memory where the durability profile says so. */
export function makeDataFolder(request: DataFolderRequest): string {
  const { service, durability, ledger, user } = request
  const parent = durability === 'memory' ? checkedMemoryFolder() : reachableParent(request)
  const ownName = parent === ledger.folder ? service : `plumbline-${ledger.runId}-${service}`
  const folder = path.join(parent, ownName)
  if (parent !== ledger.folder) ledger.recordFolder(folder)
  mkdirSync(folder, { mode: 0o700 })
  if (user !== undefined) chownSync(folder, user.uid, user.gid)
  return folder
}

function checkedMemoryFolder(): string {
  if (statfsSync(memoryFolder).type === tmpfsType) return memoryFolder
  throw new KnownFailure(
    'prerequisite',
    `${memoryFolder} is not in memory, expected a tmpfs for durability memory`,
    { remedy: 'choose --durability process-crash' },
  )
}

function reachableParent({ ledger, cacheFolder, user, service }: DataFolderRequest): string {
  if (canEnter(ledger.folder, user)) return ledger.folder
  mkdirSync(cacheFolder, { recursive: true, mode: 0o755 })
  if (canEnter(cacheFolder, user)) return cacheFolder
  throw new KnownFailure(
    'prerequisite',
    `neither ${ledger.folder} nor ${cacheFolder} can be entered by user id ${user?.uid} for ${service}, expected one that everybody can enter`,
    { remedy: 'set PLUMBLINE_CACHE to such a folder, e.g. /var/cache/plumbline' },
  )
}

/** Tried rather than computed from modes: each folder on the way may close the way. */
function canEnter(folder: string, user: ServiceUser | undefined): boolean {
  return spawnSync('test', ['-x', folder], { ...user }).status === 0
}
