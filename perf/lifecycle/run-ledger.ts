/**
 * Everything a run starts is written down before it can be lost, so that a later run can remove what a
 * killed one left behind, and nothing else.
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
  /** A database, topic prefix or key prefix left in an external service. */
  recordDatabase(adminUrl: string, name: string): void
}
