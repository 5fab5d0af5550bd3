import { median } from './quantile.ts'
import { asChecked } from './sample.ts'
import { type SignFlips, signedSums } from './sign-flips.ts'

/**
 * A value this many times the median distance from zero counts as this many: one spike is not a
 * trend.
 */
const capInMedians = 3
/** Sums in another order differ in the last bits; a tie must stay a tie. */
const tieTolerance = 1e-9

/**
 * Family-wise adjusted one-sided p-values (alternative: centre above zero), one per member.
 * Step-down max-T of Westfall & Young, Resampling-Based Multiple Testing (Wiley, 1993), algorithm
 * 4.1, over sign flips shared by all members, so that metrics which move together are not paid for
 * twice.
 *
 * The statistic is sum(x) / sqrt(sum(x^2)) of the values capped by size: under sign flips it is a
 * monotone function of Student's t (so members of different noise compete as equals), has variance
 * one for any number of pairs, and capping is odd and blind to signs, hence leaves the test exact.
 *
 * `members[m][i]` is the difference of member m in pair i of `flips`, `undefined` a pair that was
 * lost.
 */
export function maxT(
  members: readonly (readonly (number | undefined)[])[],
  flips: SignFlips,
): number[] {
  const columns = members.map((member) => standardise(member, flips.pairs))
  const observed = columns.map((column) => column.reduce((sum, value) => sum + value, 0))
  const ascending = [...observed.keys()].sort((a, b) => at(observed, a) - at(observed, b))
  const largest = new Float64Array(flips.arrangements).fill(Number.NEGATIVE_INFINITY)
  const sums = new Float64Array(flips.arrangements)
  const adjusted = new Array<number>(members.length).fill(1)
  for (const member of ascending) {
    signedSums(columns[member] as Float64Array, flips, sums)
    const reaching = raise(largest, sums, at(observed, member) - tieTolerance)
    adjusted[member] = reaching / flips.arrangements
  }
  let floor = 0
  for (const member of ascending.reverse()) {
    floor = Math.max(floor, at(adjusted, member))
    adjusted[member] = floor
  }
  return adjusted
}

/** Capped, scaled to unit norm, zero where the pair is lost or nothing differs. */
function standardise(member: readonly (number | undefined)[], pairs: number): Float64Array {
  const column = new Float64Array(pairs)
  const present = member.filter((value) => value !== undefined)
  if (present.length === 0) return column
  const middle = median(asChecked(present.map(Math.abs)))
  // A median of zero: more than half the pairs are equal, and the rest must not weigh infinitely.
  const cap = middle > 0 ? capInMedians * middle : Number.POSITIVE_INFINITY
  for (const [pair, value] of member.entries()) {
    if (value !== undefined) column[pair] = Math.sign(value) * Math.min(Math.abs(value), cap)
  }
  const norm = Math.hypot(...column)
  return norm > 0 ? column.map((value) => value / norm) : column
}

/** Keeps the larger of each arrangement, and says how many of those reach `threshold`. */
function raise(largest: Float64Array, sums: Float64Array, threshold: number): number {
  let reaching = 0
  for (let row = 0; row < largest.length; row++) {
    const value = Math.max(largest[row] as number, sums[row] as number)
    largest[row] = value
    if (value >= threshold) reaching++
  }
  return reaching
}

function at(values: readonly number[], index: number): number {
  return values[index] as number
}
