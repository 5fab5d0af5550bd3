import { selectInPlace } from './quantile.ts'
import { type SignFlips, signedSums } from './sign-flips.ts'

export interface Interval {
  /** Null where so few pairs cannot bound it at this confidence. */
  readonly low: number | null
  readonly high: number | null
}

/**
 * Interval for the centre of paired differences by inverting the sign-flip test of their mean. A
 * shift is rejected exactly when few subset means lie below it, so that the bounds are order
 * statistics of the means of all subsets of the sample, or of the subsets that sampled arrangements
 * flip: Hartigan, "Using Subsample Values as Typical Values", JASA 64 (1969). The arrangement that
 * flips nothing is the observed one and counts against rejection.
 *
 * `values[i]` belongs to pair i of `flips`; `undefined` is a pair that was lost.
 */
export function signFlipInterval(
  values: readonly (number | undefined)[],
  flips: SignFlips,
  confidence: number,
): Interval {
  const means = flippedSubsetMeans(values, flips)
  const flippingNothing = flips.arrangements - means.length
  const rejectable = Math.floor(((1 - confidence) / 2) * flips.arrangements + 1e-9)
  const rank = rejectable - flippingNothing
  if (rank < 0 || means.length === 0) return { low: null, high: null }
  return {
    low: selectInPlace(means, rank),
    high: selectInPlace(means, means.length - 1 - rank),
  }
}

/** What an arrangement flips sums to half the difference between the observed sum and its own. */
function flippedSubsetMeans(
  values: readonly (number | undefined)[],
  flips: SignFlips,
): Float64Array {
  const sums = new Float64Array(flips.arrangements)
  signedSums(
    Float64Array.from(values, (value) => value ?? 0),
    flips,
    sums,
  )
  const sizes = values.includes(undefined) ? flippedPresent(values, flips) : flips.flipped
  const total = sums[0] as number
  let filled = 0
  // In place: a mean is written where its sum, or an earlier one, was read.
  for (let row = 0; row < sums.length; row++) {
    const size = sizes[row] as number
    if (size > 0) sums[filled++] = (total - (sums[row] as number)) / (2 * size)
  }
  return sums.subarray(0, filled)
}

/** How many of the pairs that are there each arrangement flips. */
function flippedPresent(
  values: readonly (number | undefined)[],
  flips: SignFlips,
): ArrayLike<number> {
  const sums = new Float64Array(flips.arrangements)
  signedSums(
    Float64Array.from(values, (value) => (value === undefined ? 0 : 1)),
    flips,
    sums,
  )
  const present = sums[0] as number
  return sums.map((sum) => (present - sum) / 2)
}
