import { readProc } from '../../perf/probes/process-tree.ts'

/** Resident memory of a process as it is now (VmRSS of proc(5)). @throws when it is gone */
export function residentBytes(pid: number): number {
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(readProc(`/proc/${pid}/status`) ?? '')?.[1]
  if (kibibytes === undefined) {
    throw new Error(`process ${pid} is gone, expected it to run`)
  }
  return Number(kibibytes) * 1024
}
