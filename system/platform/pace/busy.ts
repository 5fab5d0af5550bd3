import { performance } from 'node:perf_hooks'

/** @returns the share of the time since the last call in which the thread had work, 0 to 1 */
export function busySinceLastCall(): () => number {
  let last = performance.eventLoopUtilization()
  return () => {
    const before = last
    last = performance.eventLoopUtilization()
    return performance.eventLoopUtilization(last, before).utilization
  }
}
