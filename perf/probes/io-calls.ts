import { readProc } from './process-tree.ts'

export interface IoCalls {
  readonly reads: number
  readonly writes: number
}

/** Read and write system calls of one process so far (proc(5), `io`: syscr, syscw). */
export function ioCalls(pid: number): IoCalls | undefined {
  const text = readProc(`/proc/${pid}/io`)
  const reads = /^syscr: (\d+)$/m.exec(text ?? '')?.[1]
  const writes = /^syscw: (\d+)$/m.exec(text ?? '')?.[1]
  return reads === undefined || writes === undefined
    ? undefined
    : { reads: Number(reads), writes: Number(writes) }
}
