import { median, normalMadScale } from './quantile.ts'
import { hodgesLehmann } from './hodges-lehmann.ts'
import { asChecked, type Sample } from './sample.ts'
import { studentUpperQuantile } from './student.ts'

export interface DetectionDemand {
  /** One-sided level left to one test, after sharing the family's among its members. */
  readonly alpha: number
  /** Probability with which the effect is to be found. */
  readonly power: number
  /** Log-ratio that the estimate itself must reach before a verdict is given. */
  readonly smallestEffect: number
}

/** A deviation beyond so many standard deviations counts as this many. */
const farInScatters = 6

/**
 * The log-ratio that a run with this scatter would have found with the demanded power: Bloom,
 * "Minimum Detectable Effects", Evaluation Review 19 (1995), with Student's t for the few pairs
 * there are. The scatter is the larger of a robust and a plain estimate with far values capped, so
 * that a single spike does not call a quiet run blind. An estimate for the reader; no verdict hangs
 * on it.
 */
export function detectableEffect(logRatios: Sample, demand: DetectionDemand): number | null {
  const pairs = logRatios.length
  if (pairs < 3) return null
  const standardError = scatter(logRatios) / Math.sqrt(pairs)
  const critical = studentUpperQuantile(demand.alpha, pairs - 1)
  const reserve = studentUpperQuantile(1 - demand.power, pairs - 1)
  const toBeSignificant = (critical + reserve) * standardError
  const toBeLargeEnough = demand.smallestEffect + reserve * standardError
  return Math.max(toBeSignificant, toBeLargeEnough)
}

function scatter(logRatios: Sample): number {
  const centre = hodgesLehmann(logRatios)
  const deviations = asChecked(logRatios.map((value) => Math.abs(value - centre)))
  const robust = median(deviations) * normalMadScale
  const cap = robust > 0 ? farInScatters * robust : Number.POSITIVE_INFINITY
  const squares = deviations.map((deviation) => Math.min(deviation, cap) ** 2)
  const plain = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / (squares.length - 1))
  return Math.max(robust, plain)
}
