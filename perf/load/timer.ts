/**
 * Node's timers count whole milliseconds of a clock that is read once per turn of the event loop:
 * they fire up to this much late by design, and now and then a little early.
 */
export const timerResolutionMs = 1

/**
 * From when a request counts that a timer was to send at `dueMs` and that is sent at `nowMs`. The
 * timer's own resolution is neither the system's doing nor a user's wait; whatever lies beyond it
 * is charged to the latency.
 */
export function countsFromMs(dueMs: number, nowMs: number): number {
  return Math.min(nowMs, dueMs + timerResolutionMs)
}
