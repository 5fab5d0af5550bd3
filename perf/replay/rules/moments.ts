/** What the rules of others are made of; which variance a tool takes is part of its rule. */
export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

/** Divided by n: of these values and no others. */
export function varianceOf(values: readonly number[]): number {
  return squaresOf(values) / values.length
}

/** Divided by n - 1: an estimate for what the values were drawn from. */
export function sampleVarianceOf(values: readonly number[]): number {
  return squaresOf(values) / (values.length - 1)
}

function squaresOf(values: readonly number[]): number {
  const mean = meanOf(values)
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
}
