import { rm } from 'node:fs/promises'
import { removeContainers } from './container-engine.ts'
import { dropRecordedDatabase } from './external-leftovers.ts'
import { recordsOf, type LedgerRecord, type RecordOf } from './ledger-file.ts'
import { currentRealm, isAlive, type ProcessIdentity } from './process-identity.ts'
import { removeRecordedFolder } from './removable-folder.ts'
import { markedProcesses } from './run-mark.ts'
import { terminate } from './terminate.ts'

export interface Leftovers {
  readonly runId: string
  readonly folder: string
  readonly records: readonly LedgerRecord[]
  /**
   * Label search finds containers whose recording the kill forestalled; needless for a run that
   * ends in order.
   */
  readonly searchContainersByLabel?: boolean
}

/** What was removed, in words for people, e.g. "postgres (pid 4711)". */
export interface RemovalReport {
  readonly processes: readonly string[]
  readonly containers: readonly string[]
  readonly databases: readonly string[]
  readonly folders: readonly string[]
  /** What should have gone and did not, with the reason; the ledger is kept while there is any. */
  readonly notRemoved: readonly string[]
}

type MutableReport = { [Kind in keyof RemovalReport]: string[] }

/** Removes what a run recorded and still exists. Never throws: what failed is in `notRemoved`. */
export async function removeLeftovers(leftovers: Leftovers): Promise<RemovalReport> {
  const report: MutableReport = {
    processes: [],
    containers: [],
    databases: [],
    folders: [],
    notRemoved: [],
  }
  // Databases after processes: by then only servers that are not this run's own still answer.
  await attempt(report, 'processes', () => endProcesses(leftovers, report))
  await attempt(report, 'containers', () => endContainers(leftovers, report))
  for (const record of recordsOf(leftovers.records, 'database')) {
    await attempt(report, record.name, () => removeDatabase(record, leftovers, report))
  }
  for (const record of recordsOf(leftovers.records, 'folder')) {
    await attempt(report, `folder ${record.path}`, () => removeFolder(record, report))
  }
  if (report.notRemoved.length === 0) {
    await attempt(report, 'run folder', async () => {
      await rm(leftovers.folder, { recursive: true, force: true, maxRetries: 3 })
      report.folders.push(leftovers.folder)
    })
  }
  return report
}

/** Each on its own: what cannot be removed keeps nothing else from being removed. */
async function attempt(
  report: MutableReport,
  what: string,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work()
  } catch (error) {
    report.notRemoved.push(`${what}: ${(error as Error).message}`)
  }
}

async function endProcesses(leftovers: Leftovers, report: MutableReport): Promise<void> {
  const { bootId, pidNamespace } = currentRealm()
  const owner = recordsOf(leftovers.records, 'owner')[0]
  if (owner?.bootId !== bootId || owner.pidNamespace !== pidNamespace) return
  const recorded = recordsOf(leftovers.records, 'process').filter(isAlive)
  const known = new Map<number, ProcessIdentity & { what: string }>(
    recorded.map((record) => [record.pid, record]),
  )
  for (const { pid, startTicks } of markedProcesses(leftovers.runId)) {
    if (!known.has(pid)) known.set(pid, { pid, startTicks, what: 'descendant' })
  }
  const alive = await terminate([...known.values()])
  const stuck = new Set(alive.map(({ pid }) => pid))
  for (const { pid, what } of known.values()) {
    if (stuck.has(pid)) report.notRemoved.push(`process ${what} (pid ${pid}) survived SIGKILL`)
    else report.processes.push(`${what} (pid ${pid})`)
  }
}

async function endContainers(leftovers: Leftovers, report: MutableReport): Promise<void> {
  const recorded = recordsOf(leftovers.records, 'container')
  const searchLabel = leftovers.searchContainersByLabel === true
  if (recorded.length === 0 && !searchLabel) return
  const outcome = await removeContainers(
    recorded.map(({ id }) => id),
    searchLabel ? leftovers.runId : undefined,
  )
  report.containers.push(...outcome.removed)
  report.notRemoved.push(...outcome.notRemoved)
}

async function removeDatabase(
  record: RecordOf<'database'>,
  { records }: Leftovers,
  report: MutableReport,
): Promise<void> {
  // A server on this machine that this very run started has ended by now, and took its databases
  // along.
  const startedSomething = records.some(({ kind }) => kind === 'process' || kind === 'container')
  const outcome = await dropRecordedDatabase(record)
  if (outcome.kind === 'dropped') report.databases.push(outcome.what)
  const goneWithServer = outcome.kind === 'nobody-listens' && outcome.loopback && startedSomething
  if (outcome.kind !== 'dropped' && !goneWithServer) {
    report.notRemoved.push(`${outcome.what}: ${outcome.reason}`)
  }
}

async function removeFolder(record: RecordOf<'folder'>, report: MutableReport): Promise<void> {
  const outcome = await removeRecordedFolder(record)
  if (outcome === 'removed') report.folders.push(record.path)
}
