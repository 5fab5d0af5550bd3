import { readProc } from './process-tree.ts'

/**
 * A process's main thread: how long it ran, and how long it was ready to run and waited for a
 * processor.
 */
export interface ThreadTime {
  readonly cpuNs: number
  readonly waitedNs: number
}

/** Source: Documentation/scheduler/sched-stats.rst, `/proc/<pid>/schedstat`. */
export function readMainThreadTime(pid: number): ThreadTime | undefined {
  const fields = readProc(`/proc/${pid}/task/${pid}/schedstat`)?.split(' ').map(Number)
  const [cpuNs, waitedNs] = fields ?? []
  return cpuNs === undefined || waitedNs === undefined ? undefined : { cpuNs, waitedNs }
}

/**
 * Of the time in which the thread had work, the share in which it got a processor; 1 when nobody
 * knows.
 */
export function onCpuShare(before: ThreadTime | undefined, after: ThreadTime | undefined): number {
  if (before === undefined || after === undefined) return 1
  const cpu = after.cpuNs - before.cpuNs
  const waited = after.waitedNs - before.waitedNs
  return cpu <= 0 ? 1 : cpu / (cpu + waited)
}
