import { jiffyMs } from './cpu-steal.ts'
import { processTree, readProc } from './process-tree.ts'

/**
 * CPU time in milliseconds that these process trees have used so far, also by members that have
 * ended: the kernel adds a dead child's time to the parent that waited for it. Two readings tell
 * what was used between them, at the cost of one small file per living process. One that outlived
 * its parent is lost to it.
 */
export function readTreesCpuMs(rootPids: readonly number[]): number {
  const pids = new Set(rootPids.flatMap(processTree))
  let jiffies = 0
  for (const pid of pids) jiffies += jiffiesOf(readProc(`/proc/${pid}/stat`) ?? '')
  return jiffies * jiffyMs
}

/**
 * `stat` of one process: its time in user and system mode, and that of its dead children
 * (proc_pid_stat(5)).
 */
export function jiffiesOf(stat: string): number {
  // The command name is in brackets and may itself hold spaces and brackets, so count from the last
  // one.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0)
}
