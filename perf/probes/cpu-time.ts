import { processTree, readProc, tasksOf } from './process-tree.ts'

/**
 * CPU time of a process tree in nanoseconds, from `schedstat` of every thread: clock ticks of 10 ms
 * are too coarse for slices of a second. A thread or process that ended keeps its last reading, so
 * the sum never falls. Source: Documentation/scheduler/sched-stats.rst, first field.
 */
export class CpuClock {
  readonly #rootPid: number
  readonly #readings = new Map<string, bigint>()

  constructor(rootPid: number) {
    this.#rootPid = rootPid
  }

  /** Nanoseconds used since the tree's processes began. */
  readNs(): bigint {
    for (const pid of processTree(this.#rootPid)) {
      for (const task of tasksOf(pid)) this.#readTask(pid, task)
    }
    let total = 0n
    for (const ns of this.#readings.values()) total += ns
    return total
  }

  #readTask(pid: number, task: number): void {
    const text = readProc(`/proc/${pid}/task/${task}/schedstat`)
    const ns = text?.split(' ')[0]
    if (ns !== undefined) this.#readings.set(`${pid}/${task}`, BigInt(ns))
  }
}
