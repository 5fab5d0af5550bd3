/**
 * Business time: clearing windows, days of limits and totals, the moment a payment was taken. How
 * long something took or may take is not asked here but of `performance.now()`, which nobody can
 * set.
 */
export interface Clock {
  /** Milliseconds since the epoch, whole. */
  readonly nowMs: () => number
}

/**
 * The real clock, or, where a start is given, one that shows that instant now and runs on from
 * there: so that what depends on the hour of day can be shown at every hour.
 */
export function createClock(startsAtMs?: number, realNowMs: () => number = Date.now): Clock {
  if (startsAtMs === undefined) {
    return { nowMs: realNowMs }
  }
  const offsetMs = startsAtMs - realNowMs()
  return { nowMs: () => realNowMs() + offsetMs }
}
