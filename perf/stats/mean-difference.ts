import { studentUpperQuantile } from './student.ts'

/**
 * How far apart two means of equal populations come, at most, but with probability `alpha` in either
 * direction: Student's two-sample bound with pooled variance (Student, "The Probable Error of a Mean",
 * Biometrika 6, 1908), in the unit of the values. Null where fewer than two of each cannot say. For the
 * repetitions of a count, of which there are a handful and which scatter alike in both arms.
 */
export function meanDifferenceReach(
  first: readonly number[],
  second: readonly number[],
  alpha: number,
): number | null {
  if (first.length < 2 || second.length < 2) return null
  const freedom = first.length + second.length - 2
  const variance = (squaredDeviations(first) + squaredDeviations(second)) / freedom
  const standardError = Math.sqrt(variance * (1 / first.length + 1 / second.length))
  return studentUpperQuantile(alpha, freedom) * standardError
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

function squaredDeviations(values: readonly number[]): number {
  const centre = mean(values)
  return values.reduce((sum, value) => sum + (value - centre) ** 2, 0)
}
