import { listProcesses, readProcessEnvironment, type ProcessStatus } from './process-identity.ts'

/**
 * Every child of a run carries the run's id in its environment and hands it on to its own children,
 * so that a grandchild nobody recorded can still be told from a stranger.
 */
export const runMarkName = 'PLUMBLINE_RUN_ID'

export function runMark(runId: string): Record<string, string> {
  return { [runMarkName]: runId }
}

/** Living processes that carry this run's mark, without the asking process and its ancestors. */
export function markedProcesses(runId: string): ProcessStatus[] {
  const mark = `${runMarkName}=${runId}`
  const processes = listProcesses()
  const mine = ancestry(process.pid, processes)
  return processes.filter(
    ({ pid, state }) =>
      state !== 'Z' && !mine.has(pid) && readProcessEnvironment(pid).includes(mark),
  )
}

function ancestry(pid: number, processes: readonly ProcessStatus[]): Set<number> {
  const parents = new Map(processes.map((status) => [status.pid, status.parentPid]))
  const found = new Set<number>()
  for (let next: number | undefined = pid; next !== undefined && !found.has(next);) {
    found.add(next)
    next = parents.get(next)
  }
  return found
}
