import type { Reading } from './observer.ts'

/**
 * A reading that costs more than the others, taken less often: between two it has nothing to say.
 */
export function rarely(everyMs: number, read: Reading): Reading {
  let nextMs = 0
  return async () => {
    const nowMs = performance.now()
    if (nowMs < nextMs) return {}
    nextMs = nowMs + everyMs
    return read()
  }
}
