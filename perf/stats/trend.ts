import { median, medianDeviation, normalMadScale } from './quantile.ts'
import { asChecked } from './sample.ts'
import { studentUpperQuantile, studentUpperTail } from './student.ts'

/** A change over time, in the values' unit per unit of time. */
export interface Trend {
  readonly slope: number
  /** One-sided each: a slope below `low` is rejected with the tail that was asked for. */
  readonly low: number
  readonly high: number
  /** That nothing rises: small when something does. */
  readonly pValue: number
}

/**
 * The median of the slopes of all pairs of points (H. Theil, 1950; P. K. Sen, "Estimates of the
 * Regression Coefficient Based on Kendall's Tau", JASA 63, 1968): a quarter of all points may be
 * anywhere before it moves. Its error is that of a line through what scatters as the residuals do,
 * by their median deviation, where each has a part of the one before it: the variance is (1 + r) /
 * (1 - r) times that of independent ones, and they count as so many fewer (G. V. Bayley & J. M.
 * Hammersley, Supplement to JRSS 8, 1946). Kendall's own test is not used, because ranks cannot
 * tell a steep rise from a certain one: of few points that depend on each other they prove nothing,
 * however steep.
 *
 * Points are in the order of time, five at least; `tail` is one-sided.
 */
export function trendOf(
  points: readonly { readonly at: number; readonly value: number }[],
  tail: number,
): Trend {
  const slope = median(asChecked(pairSlopes(points)))
  const residuals = points.map(({ at, value }) => value - slope * at)
  const centre = median(asChecked(residuals))
  const widening = wideningOf(residuals.map((value) => value - centre))
  const scatter = scatterOf(residuals)
  const mean = points.reduce((sum, { at }) => sum + at, 0) / points.length
  const spread = points.reduce((sum, { at }) => sum + (at - mean) ** 2, 0)
  const error = Math.sqrt((scatter ** 2 * widening) / spread)
  const degrees = Math.max(degreesLeast, Math.floor(points.length / widening) - 2)
  if (error === 0) return { slope, low: slope, high: slope, pValue: slope > 0 ? 0 : 0.5 }
  const reach = studentUpperQuantile(tail, degrees) * error
  const t = slope / error
  const above = studentUpperTail(Math.abs(t), degrees)
  return { slope, low: slope - reach, high: slope + reach, pValue: t > 0 ? above : 1 - above }
}

function pairSlopes(points: readonly { readonly at: number; readonly value: number }[]): number[] {
  return points.flatMap((first, index) =>
    points.slice(index + 1).map((second) => (second.value - first.value) / (second.at - first.at)),
  )
}

/**
 * Fewer would ask for a slope of hundreds of errors, where a steep one has tens and is plain to
 * see.
 */
const degreesLeast = 4

/**
 * The median deviation alone would call it nothing where more than half of the values are the same.
 */
function scatterOf(residuals: readonly number[]): number {
  const robust = normalMadScale * medianDeviation(asChecked(residuals))
  if (robust > 0) return robust
  const mean = residuals.reduce((sum, value) => sum + value, 0) / residuals.length
  return Math.sqrt(
    residuals.reduce((sum, value) => sum + (value - mean) ** 2, 0) / residuals.length,
  )
}

/**
 * (1 + r) / (1 - r) of the correlation of neighbours. The line that was taken off took correlation
 * with it; what it takes on average is put back (M. G. Kendall, Biometrika 41, 1954), and one
 * standard error (Bartlett) on top, because to think too little of it is the dearer mistake. Never
 * below one.
 */
function wideningOf(residuals: readonly number[]): number {
  const count = residuals.length
  const total = residuals.reduce((sum, value) => sum + value ** 2, 0)
  if (total === 0) return 1
  const shared = residuals
    .slice(1)
    .reduce((sum, value, index) => sum + value * (residuals[index] ?? 0), 0)
  const correlation = (shared / total + 2 / count) / (1 - 4 / count) + 1 / Math.sqrt(count)
  const bounded = Math.min(correlationMost, Math.max(0, correlation))
  return (1 + bounded) / (1 - bounded)
}

/** More than this is a walk, of which so few values prove nothing. */
const correlationMost = 0.9
