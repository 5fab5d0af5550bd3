import { plural } from '../counts.ts'
import { type CpuJiffies, jiffyMs, readCpuJiffies } from './cpu-steal.ts'
import { readTreesCpuMs } from './tree-cpu.ts'

/**
 * What others use of the CPUs, counted between two readings. Not taken from the load average: that
 * one remembers a minute, and with it one's own run just before.
 */
export interface CpuUse {
  /** CPU time of the whole machine … */
  readonly jiffies: CpuJiffies
  /** … and, of that, our own. */
  readonly ownMs: number
}

/** Our own is what this process used. */
export function readCpuUse(): CpuUse {
  const { user, system } = process.cpuUsage()
  return { jiffies: readCpuJiffies(), ownMs: (user + system) / 1_000 }
}

/**
 * Our own is what this process, the services with these root pids and all their descendants used.
 */
export function readRunCpuUse(rootPids: readonly number[]): CpuUse {
  return { jiffies: readCpuJiffies(), ownMs: readTreesCpuMs([process.pid, ...rootPids]) }
}

/** In less time a tick more or less is more than a tenth of it. */
const jiffiesLeast = 10

/**
 * Of all CPUs together, 0 to 1; undefined where the window was too short to tell. What the
 * hypervisor took is told by a figure of its own.
 */
export function othersShare(before: CpuUse, after: CpuUse): number | undefined {
  const total = after.jiffies.total - before.jiffies.total
  if (total < jiffiesLeast) return undefined
  const idle = after.jiffies.idle - before.jiffies.idle
  const steal = after.jiffies.steal - before.jiffies.steal
  const own = (after.ownMs - before.ownMs) / jiffyMs
  return Math.max(0, (total - idle - steal - own) / total)
}

/**
 * Less than one of two cores. A window as short as a run's has seen up to a third on a machine that
 * was at rest but for a shell.
 */
const othersShareMost = 0.4

export const isBusy = (share: number) => share > othersShareMost

/** "1.8 of 2 cores" */
export const shareOfCores = (share: number, cores: number) =>
  `${(share * cores).toFixed(1)} of ${plural(cores, 'core')}`

/** What a busy machine costs a measurement. */
export const busyCost = 'expect wide intervals or an invalid run'
