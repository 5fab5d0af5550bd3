import { setFlagsFromString } from 'node:v8'
import { heapGrowth } from './heap-flags.ts'
import { busySinceLastCall } from './platform/pace/busy.ts'

export interface HeapGrowthTools {
  /** Compiling keeps a process busy for its first seconds, and needs no memory for longer. */
  readonly lookIntervalMs: number
  /** The share of the time since the last call in which the thread had work, 0 to 1. */
  readonly busy?: () => number
  readonly setFlag?: (flag: string) => void
}

/** Between them everything stays as it is. */
const share = { busy: 0.75, quiet: 0.6 } as const

/**
 * A whole collection stops the thread for 20 ms and its marking takes the processor for 100. With
 * time to spare nobody notices, and memory is what counts; without it what has waited meanwhile
 * takes up to a second to be caught up with, and the heap may grow for a third of those
 * collections. What it has grown to it keeps until it is next collected as a whole.
 */
export function letHeapGrowWhenBusy(tools: HeapGrowthTools): Disposable {
  const { lookIntervalMs, busy = busySinceLastCall(), setFlag = setFlagsFromString } = tools
  let grows = false
  const timer = setInterval(() => {
    const busyShare = busy()
    const before = grows
    grows = grows ? busyShare > share.quiet : busyShare >= share.busy
    if (grows !== before) {
      setFlag(grows ? heapGrowth.busy : heapGrowth.quiet)
    }
  }, lookIntervalMs)
  return { [Symbol.dispose]: () => clearInterval(timer) }
}
