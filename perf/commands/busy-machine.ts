import { plural } from '../counts.ts'
import { type CpuJiffies, readCpuJiffies } from '../probes/cpu-steal.ts'

/** CPU time of the whole machine and, of that, of this process. */
export interface CpuUse {
  readonly jiffies: Pick<CpuJiffies, 'total' | 'idle'>
  readonly ownMs: number
}

export function readCpuUse(): CpuUse {
  const { user, system } = process.cpuUsage()
  return { jiffies: readCpuJiffies(), ownMs: (user + system) / 1_000 }
}

/** USER_HZ is 100 on every platform that Node runs on (proc(5)). */
const jiffyMs = 10
/** In less time a tick more or less is more than a tenth of it. */
const jiffiesLeast = 10
/**
 * Less than one of two cores. A window this short has seen up to a third on a machine that was at rest but
 * for a shell.
 */
const othersShareMost = 0.4

/**
 * What to say when others use the CPUs between two readings. Counted, not taken from the load average:
 * that one remembers a minute, and with it one's own run just before.
 */
export function busyNote(before: CpuUse, after: CpuUse, cores: number): string | undefined {
  const total = after.jiffies.total - before.jiffies.total
  if (total < jiffiesLeast) return undefined
  const idle = after.jiffies.idle - before.jiffies.idle
  const own = (after.ownMs - before.ownMs) / jiffyMs
  const othersShare = (total - idle - own) / total
  if (othersShare <= othersShareMost) return undefined
  const busy = `${(othersShare * cores).toFixed(1)} of ${plural(cores, 'core')} busy`
  return `something else keeps ${busy}: expect wide intervals or an invalid run`
}
