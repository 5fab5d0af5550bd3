import { readProc } from './process-tree.ts'

/** USER_HZ is 100 on every platform that Node runs on (proc(5)). */
export const jiffyMs = 10

/** Jiffies of all CPUs since boot (proc(5), first line of `stat`). */
export interface CpuJiffies {
  readonly total: number
  /** Waiting for a disk is idle, too: the CPU is free. */
  readonly idle: number
  readonly steal: number
}

export function readCpuJiffies(): CpuJiffies {
  const line = (readProc('/proc/stat') ?? '').split('\n')[0] ?? ''
  const fields = line.trim().split(/\s+/).slice(1).map(Number)
  // Guest time is already contained in user time, so only the first eight fields add up.
  const counted = fields.slice(0, 8)
  return {
    total: counted.reduce((sum, value) => sum + value, 0),
    idle: (fields[3] ?? 0) + (fields[4] ?? 0),
    steal: fields[7] ?? 0,
  }
}

type StealJiffies = Pick<CpuJiffies, 'total' | 'steal'>

/** Share of CPU time between two readings that the hypervisor gave to others, in percent. */
export function stealPercent(before: StealJiffies, after: StealJiffies): number {
  const total = after.total - before.total
  return total <= 0 ? 0 : (100 * (after.steal - before.steal)) / total
}
