import { existsSync, readdirSync, rmSync, statSync } from 'node:fs'
import path from 'node:path'
import { unfinishedPrefix } from './run-ledger.ts'
import { ledgerPath, type LedgerRecord, readRecords, recordsOf } from './ledger-file.ts'
import { currentRealm, isAlive, type ProcessRealm } from './process-identity.ts'
import { removeLeftovers, type RemovalReport } from './remove-leftovers.ts'

export interface SweptRun extends RemovalReport {
  readonly runId: string
}

export interface SweepReport {
  /** Dead runs and what was removed of each. */
  readonly swept: readonly SweptRun[]
  /** Runs whose owner is alive; nothing of theirs was touched. */
  readonly live: readonly string[]
  /** Entries that were left alone, with the reason. */
  readonly skipped: readonly string[]
}

/** A run folder is renamed into place within milliseconds; one this old was killed in between. */
const unfinishedMaxAgeMs = 60_000

/**
 * Removes what runs that are no longer alive left behind: processes (only where id and start time
 * match), containers, databases in external servers, folders. Runs of other boots have no processes
 * left; runs of another pid namespace cannot be judged from here and are left alone.
 */
export async function sweepDeadRuns(stateFolder: string): Promise<SweepReport> {
  const swept: SweptRun[] = []
  const live: string[] = []
  const skipped: string[] = []
  for (const name of listRunFolders(stateFolder)) {
    const folder = path.join(stateFolder, name)
    if (name.startsWith(unfinishedPrefix)) {
      removeUnfinished(folder)
      continue
    }
    const records = readable(folder, skipped)
    if (records === undefined) continue
    const owner = recordsOf(records, 'owner')[0]
    if (owner?.runId !== name) {
      skipped.push(`${folder}: no ledger of a run of this name, expected to be removed by hand`)
      continue
    }
    const state = ownerState(owner)
    if (state === 'alive') live.push(owner.runId)
    else if (state === 'elsewhere') skipped.push(`${folder}: its owner is in another pid namespace`)
    else {
      const report = await removeLeftovers({
        runId: owner.runId,
        folder,
        records,
        searchContainersByLabel: true,
      })
      swept.push({ runId: owner.runId, ...report })
    }
  }
  return { swept, live, skipped }
}

/**
 * Undefined, and said, where it is not ours to read: one such folder keeps no other from being
 * swept.
 */
function readable(folder: string, skipped: string[]): LedgerRecord[] | undefined {
  try {
    return readRecords(folder)
  } catch (error) {
    skipped.push(`${folder}: its ledger cannot be read: ${(error as Error).message}`)
    return undefined
  }
}

function listRunFolders(stateFolder: string): string[] {
  if (!existsSync(stateFolder)) return []
  return readdirSync(stateFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .toSorted()
}

function ownerState(
  owner: ProcessRealm & { readonly pid: number; readonly startTicks: number },
): 'alive' | 'dead' | 'elsewhere' {
  const here = currentRealm()
  if (owner.bootId !== here.bootId) return 'dead'
  if (owner.pidNamespace !== here.pidNamespace) return 'elsewhere'
  return isAlive(owner) ? 'alive' : 'dead'
}

/** Holds at most the owner's own record, because nothing starts before the rename. */
function removeUnfinished(folder: string): void {
  const ageMs = Date.now() - (statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? Date.now())
  if (ageMs > unfinishedMaxAgeMs) {
    rmSync(ledgerPath(folder), { force: true })
    rmSync(folder, { recursive: true, force: true })
  }
}
