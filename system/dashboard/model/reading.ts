/**
 * What is known of one answer of the API: the last good one and when it came, and what went wrong
 * since. A panel never decides for itself whether its figures are live.
 */
export interface Reading<T> {
  readonly data: T | undefined
  /** When `data` was true, by the clock of the page; milliseconds since 1970. */
  readonly atMs: number
  readonly failure: Failure | undefined
}

export interface Failure {
  /** `absent`: this system has no such endpoint. */
  readonly kind: 'absent' | 'failed'
  readonly message: string
}

export type Freshness =
  /** Nothing has come yet. */
  | 'waiting'
  | 'absent'
  /** Never had an answer, and the last question failed. */
  | 'failed'
  | 'live'
  /** Was true once; shown with its time and never as live. */
  | 'stale'

export const nothingRead: Reading<never> = { data: undefined, atMs: 0, failure: undefined }

export function read<T>(data: T, atMs: number): Reading<T> {
  return { data, atMs, failure: undefined }
}

export function failed<T>(before: Reading<T>, failure: Failure): Reading<T> {
  return { ...before, failure }
}

/** @param maxAgeMs from which age on an answer is no longer live, whatever the reason */
export function freshnessOf(
  { data, atMs, failure }: Reading<unknown>,
  nowMs: number,
  maxAgeMs: number,
): Freshness {
  if (data !== undefined) {
    // The page's own clock may have been put back: nobody knows then how old it is.
    return Math.abs(nowMs - atMs) <= maxAgeMs ? 'live' : 'stale'
  }
  return failure === undefined ? 'waiting' : failure.kind
}
