/**
 * What a clock drives while work is under way – the heartbeat of a running job, a connection that a
 * busy pool opens – can fall equally often into both passes of one arm, and not into the other's.
 * It falls there once or twice over a whole pass; what each operation does once more always counts.
 */
const chanceMost = 2

/** Counts of a whole pass that are no further apart than this may be equal. */
export function chanceCounts(operations: number): number {
  return Math.min(chanceMost, operations - 1)
}
