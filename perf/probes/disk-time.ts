import { readProc } from './process-tree.ts'

/**
 * Milliseconds since boot in which each disk had something to do, by device; none where nothing
 * tells.
 */
export type DiskTimes = ReadonlyMap<string, number>

export function readDiskTimes(): DiskTimes {
  return parseDiskTimes(readProc('/proc/diskstats') ?? '')
}

/** Stand for memory, or for a disk that is listed itself. */
const noDisk = /^(?:loop|ram|zram)\d/

/**
 * A partition is no busier than its disk, so both may stand beside each other.
 * Source: Documentation/admin-guide/iostats.rst, field 10, behind major, minor and name.
 */
export function parseDiskTimes(text: string): DiskTimes {
  const times = new Map<string, number>()
  for (const line of text.split('\n')) {
    const fields = line.trim().split(/\s+/)
    const [name, ms] = [fields[2], Number(fields[12])]
    if (name !== undefined && Number.isFinite(ms) && !noDisk.test(name)) times.set(name, ms)
  }
  return times
}

/** Of the disk that had most to do between two readings; undefined where there is none. */
export function busiestDiskMs(before: DiskTimes, after: DiskTimes): number | undefined {
  const used = [...after].map(([name, ms]) => Math.max(0, ms - (before.get(name) ?? ms)))
  return used.length === 0 ? undefined : Math.max(...used)
}
