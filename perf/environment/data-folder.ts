import { chownSync, mkdirSync, statfsSync } from 'node:fs'
import path from 'node:path'
import { KnownFailure } from '../errors.ts'
import type { RunLedger } from '../lifecycle/run-ledger.ts'
import type { DurabilityProfile } from './environment.ts'
import type { ServiceUser } from './service-user.ts'

const memoryFolder = '/dev/shm'

/** TMPFS_MAGIC of statfs(2). */
const tmpfsType = 0x01021994

/** A service's own folder: in the run's folder, or in memory where the durability profile says so. */
export function makeDataFolder(
  name: string,
  durability: DurabilityProfile,
  ledger: RunLedger,
  user?: ServiceUser,
): string {
  const folder =
    durability === 'memory'
      ? path.join(memoryFolder, `plumbline-${ledger.runId}-${name}`)
      : path.join(ledger.folder, name)
  if (durability === 'memory') {
    if (statfsSync(memoryFolder).type !== tmpfsType) {
      throw new KnownFailure(
        'prerequisite',
        `${memoryFolder} is not in memory, expected a tmpfs for durability memory`,
        { remedy: 'choose --durability process-crash' },
      )
    }
    ledger.recordFolder(folder)
  }
  mkdirSync(folder, { mode: 0o700 })
  if (user !== undefined) chownSync(folder, user.uid, user.gid)
  return folder
}
