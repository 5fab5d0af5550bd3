import { rssBytesNow } from '../../perf/probes/memory.ts'

/** Resident memory of a process as it is now (VmRSS of proc(5)). @throws when it is gone */
export function residentBytes(pid: number): number {
  const bytes = rssBytesNow(pid)
  if (bytes === undefined) {
    throw new Error(`process ${pid} is gone, expected it to run`)
  }
  return bytes
}
