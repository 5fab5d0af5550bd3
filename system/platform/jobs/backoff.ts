export interface BackoffPolicy {
  readonly baseMs: number
  readonly capMs: number
}

/**
 * Exponential backoff with half of it random, so that jobs that failed together do not return
 * together: for the n-th failure (n >= 1) a wait in [d/2, d) with d = min(cap, base * 2^(n-1)).
 * @param random in [0, 1)
 * @returns milliseconds
 */
export function backoffMs(failures: number, policy: BackoffPolicy, random: number): number {
  const ceiling = Math.min(policy.capMs, policy.baseMs * 2 ** (failures - 1))
  return Math.floor(ceiling / 2 + (ceiling / 2) * random)
}
