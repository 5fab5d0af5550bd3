import type { Sample } from './sample.ts'

/**
 * Quantile by linear interpolation of the order statistics, type 7 of Hyndman & Fan, "Sample
 * Quantiles in Statistical Packages", The American Statistician 50 (1996): R's and NumPy's default.
 * `probability` is in [0, 1].
 */
export function quantile(sample: Sample, probability: number): number {
  const sorted = Float64Array.from(sample).sort()
  return interpolate(sorted, probability)
}

export function median(sample: Sample): number {
  return quantile(sample, 0.5)
}

/** Scales a median deviation to the standard deviation of a normal (Hampel, JASA 69, 1974). */
export const normalMadScale = 1.4826

/**
 * The median distance from the median: the spread of most, whatever few do (Hampel, JASA 69, 1974).
 */
export function medianDeviation(sample: Sample): number {
  const centre = median(sample)
  const distances = Float64Array.from(sample, (value) => Math.abs(value - centre)).sort()
  return interpolate(distances, 0.5)
}

export function interquartileRange(sample: Sample): number {
  const sorted = Float64Array.from(sample).sort()
  return interpolate(sorted, 0.75) - interpolate(sorted, 0.25)
}

function interpolate(sorted: Float64Array, probability: number): number {
  if (!(probability >= 0 && probability <= 1)) {
    throw new RangeError(`the probability is ${probability}, expected it in [0, 1]`)
  }
  const position = (sorted.length - 1) * probability
  const below = sorted[Math.floor(position)] as number
  const above = sorted[Math.ceil(position)] as number
  return below + (above - below) * (position - Math.floor(position))
}

/**
 * The `rank`-th smallest value (0 is the smallest); reorders `values`. Hoare, "Algorithm 65: find",
 * Communications of the ACM 4 (1961): linear time, where sorting 8,192 subset means for every
 * metric would dominate.
 */
export function selectInPlace(values: Float64Array, rank: number): number {
  let left = 0
  let right = values.length - 1
  while (left < right) {
    const pivot = values[(left + right) >>> 1] as number
    let low = left
    let high = right
    while (low <= high) {
      while ((values[low] as number) < pivot) low++
      while ((values[high] as number) > pivot) high--
      if (low > high) break
      const held = values[low] as number
      values[low++] = values[high] as number
      values[high--] = held
    }
    if (rank <= high) right = high
    else if (rank >= low) left = low
    else return values[rank] as number
  }
  return values[rank] as number
}
