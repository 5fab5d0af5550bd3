import { readProc } from './process-tree.ts'

/** Highest resident set of one process in bytes (VmHWM of proc(5)); undefined when it is gone. */
export function rssBytesPeak(pid: number): number | undefined {
  const status = readProc(`/proc/${pid}/status`)
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(status ?? '')?.[1]
  return kibibytes === undefined ? undefined : Number(kibibytes) * 1024
}

/** Resident set of one process in bytes, as it is now; undefined when it is gone. */
export function rssBytesNow(pid: number): number | undefined {
  const status = readProc(`/proc/${pid}/status`)
  const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(status ?? '')?.[1]
  return kibibytes === undefined ? undefined : Number(kibibytes) * 1024
}
