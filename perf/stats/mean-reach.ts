import type { Sample } from './sample.ts'
import { studentUpperQuantile } from './student.ts'

/**
 * How far from zero the mean of values whose true mean is zero comes, at most, but with probability
 * `alpha` in either direction: Student's one-sample bound ("The Probable Error of a Mean",
 * Biometrika 6, 1908), in the unit of the values. Null where a single value cannot say. For the
 * pairs of a count, of which there are a handful.
 */
export function meanReach(sample: Sample, alpha: number): number | null {
  const { length } = sample
  if (length < 2) return null
  const centre = sample.reduce((sum, value) => sum + value, 0) / length
  const squares = sample.reduce((sum, value) => sum + (value - centre) ** 2, 0)
  const standardError = Math.sqrt(squares / (length - 1) / length)
  return studentUpperQuantile(alpha, length - 1) * standardError
}
