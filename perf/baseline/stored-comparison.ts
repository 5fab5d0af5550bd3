import type { StoredComparison } from '../result/document.ts'
import type { Baseline, BaselineCounter, BaselineMetric } from './document.ts'

/**
 * After a quarter the machine image, its kernel and its neighbours are no longer those of the
 * baseline.
 */
export const staleAfterDays = 90
const dayMs = 24 * 60 * 60 * 1000

/**
 * Tukey's outer reach from the median, half a box and one and a half more (Exploratory Data
 * Analysis, 1977).
 */
const reachInSpreads = 2

export interface StoredContext {
  readonly baseline: Baseline
  readonly otherLane: boolean
  readonly now: Date
  /** Relative: what instructions of two runs of one commit may differ by. */
  readonly betweenRuns: number
}

export function ageDays({ baseline, now }: StoredContext): number {
  return Math.max(0, (now.getTime() - Date.parse(baseline.measuredAt)) / dayMs)
}

/**
 * A timing of another day informs: within or outside the spread that the baseline itself recorded.
 */
export function storedMetric(
  stored: BaselineMetric,
  head: number | null,
  context: StoredContext,
): StoredComparison {
  const { median, spread, n } = stored
  const within = head !== null && Math.abs(head - median) <= reachInSpreads * spread
  const status =
    ageDays(context) > staleAfterDays ? 'stale' : within ? 'within-spread' : 'outside-spread'
  return comparison({ median, spread, n }, head, status, context)
}

/** A count does not age: it is equal or it changed. */
export function storedCounter(
  stored: BaselineCounter,
  head: number | null,
  context: StoredContext,
): StoredComparison {
  const figures = { median: stored.value, spread: 0, n: 1 }
  const status = (head ?? 0) === stored.value ? 'equal' : 'changed'
  return comparison(figures, head ?? 0, status, context)
}

/** A count that is never exact: within what runs of one commit differ by, or not. */
export function storedInexact(
  stored: number,
  head: number,
  isWithin: boolean,
  context: StoredContext,
): StoredComparison {
  const status = isWithin ? 'within-spread' : 'outside-spread'
  return comparison({ median: stored, spread: 0, n: 1 }, head, status, context)
}

function comparison(
  figures: { readonly median: number; readonly spread: number; readonly n: number },
  head: number | null,
  status: StoredComparison['status'],
  context: StoredContext,
): StoredComparison {
  const { baseline, otherLane } = context
  return {
    ...figures,
    commit: baseline.commit,
    ageDays: ageDays(context),
    change: otherLane ? null : relativeChange(figures.median, head),
    status: otherLane ? 'other-lane' : status,
  }
}

/** Null where there is nothing to divide by. */
function relativeChange(stored: number, head: number | null): number | null {
  if (head === null) return null
  if (stored === 0) return head === 0 ? 0 : null
  return head / stored - 1
}
