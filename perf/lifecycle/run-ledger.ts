import { randomBytes } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, renameSync } from 'node:fs'
import path from 'node:path'
import { KnownFailure } from '../errors.ts'
import { appendRecord, readRecords, recordsOf } from './ledger-file.ts'
import { currentRealm, identify } from './process-identity.ts'
import { inodeOf, refuseUnsafeFolder } from './removable-folder.ts'
import { removeLeftovers } from './remove-leftovers.ts'

/**
 * Everything a run starts is written down before it can be lost, so that a later run can remove
 * what a killed one left behind, and nothing else.
 */
export interface RunLedger extends AsyncDisposable {
  readonly runId: string
  /** Folder of this run's own, removed on dispose. */
  readonly folder: string
  /** Remembers pid and start time; a reused pid is never taken for ours. */
  recordProcess(pid: number, what: string): void
  recordContainer(id: string, what: string): void
  /** A folder outside `folder` that must not outlive the run. */
  recordFolder(path: string): void
  /**
   * A database, topic prefix or key prefix left in an external service. The URL's scheme says
   * which: postgres://, kafka://host:port,… or redis://host:port/INDEX.
   */
  recordDatabase(adminUrl: string, name: string): void
}

/** Folders being made have this prefix; a sweep tells them from runs. */
export const unfinishedPrefix = '.new-'

/**
 * Opens the ledger of a new run, owned by this process. `stateFolder` holds one folder per run and
 * is made when missing. Disposing removes whatever recorded thing still exists, then the run's
 * folder; what could not be removed stays in the ledger for the next sweep.
 */
export async function openRunLedger(stateFolder: string): Promise<RunLedger> {
  const runId = makeRunId()
  const folder = path.join(path.resolve(stateFolder), runId)
  try {
    createRunFolder(folder, runId)
  } catch (error) {
    throw new KnownFailure(
      'disk',
      `run folder ${folder} cannot be made: ${(error as Error).message}, expected a writable state folder`,
      { cause: error },
    )
  }
  return {
    ...recorder(folder, runId),
    async [Symbol.asyncDispose]() {
      await removeLeftovers({ runId, folder, records: readRecords(folder) })
    },
  }
}

/**
 * Joins a run's ledger from another process of that run. Disposing does nothing: what was recorded
 * is the owner's to remove.
 */
export function attachRunLedger(folder: string): RunLedger {
  const owner = recordsOf(readRecords(folder), 'owner')[0]
  if (owner === undefined) {
    throw new KnownFailure(
      'input',
      `run ledger ${folder} has no owner, expected the folder of a run that is under way`,
    )
  }
  return {
    ...recorder(folder, owner.runId),
    async [Symbol.asyncDispose]() {},
  }
}

function recorder(folder: string, runId: string): Omit<RunLedger, keyof AsyncDisposable> {
  return {
    runId,
    folder,
    recordProcess: (pid, what) => appendRecord(folder, { kind: 'process', ...identify(pid), what }),
    recordContainer: (id, what) => appendRecord(folder, { kind: 'container', id, what }),
    recordFolder: (recorded) => {
      refuseUnsafeFolder(recorded, folder)
      appendRecord(folder, { kind: 'folder', path: recorded, inode: inodeOf(recorded) })
    },
    recordDatabase: (adminUrl, name) => appendRecord(folder, { kind: 'database', adminUrl, name }),
  }
}

/** Sorts by time, so that a listing of the state folder reads as history. */
function makeRunId(): string {
  const time = new Date().toISOString().replace(/\D/g, '').slice(0, 14)
  return `${time}-${randomBytes(4).toString('hex')}`
}

/** Made aside and renamed, so that no sweep ever sees a run without its owner. */
function createRunFolder(folder: string, runId: string): void {
  const stateFolder = path.dirname(folder)
  mkdirSync(stateFolder, { recursive: true })
  const unfinished = mkdtempSync(path.join(stateFolder, unfinishedPrefix))
  // Postgres runs as another user when we are root, and must be able to walk to its data folder.
  chmodSync(unfinished, 0o711)
  appendRecord(unfinished, { kind: 'owner', runId, ...identify(process.pid), ...currentRealm() })
  renameSync(unfinished, folder)
}
