import { processTree, readProc, tasksOf } from './process-tree.ts'

/**
 * CPU time in nanoseconds of each process of a tree since it began, all its threads together, by
 * pid.
 */
export type ProcessTimes = ReadonlyMap<number, number>

/** Source: Documentation/scheduler/sched-stats.rst, first field of `schedstat`. */
export function readProcessTimes(rootPid: number): ProcessTimes {
  const times = new Map<number, number>()
  for (const pid of processTree(rootPid)) {
    const ofThreads = tasksOf(pid).map((task) =>
      Number(readProc(`/proc/${pid}/task/${task}/schedstat`)?.split(' ')[0] ?? 0),
    )
    times.set(
      pid,
      ofThreads.reduce((sum, ns) => sum + ns, 0),
    )
  }
  return times
}

/**
 * Milliseconds that each process used between two readings, most first. One that began in between
 * counts from its start; one that ended is left out.
 */
export function processMsBetween(before: ProcessTimes, after: ProcessTimes): number[] {
  return [...after]
    .map(([pid, ns]) => Math.max(0, ns - (before.get(pid) ?? 0)) / 1e6)
    .toSorted((a, b) => b - a)
}
