import { normalUpperTail } from './normal.ts'

/**
 * P(X > x) of chi-square with whole degrees of freedom, by its finite series: Abramowitz & Stegun,
 * Handbook of Mathematical Functions (1964), 26.4.4 for odd ones and 26.4.5 for even ones.
 */
export function chiSquareUpperTail(x: number, degreesOfFreedom: number): number {
  if (x <= 0) return 1
  const isOdd = degreesOfFreedom % 2 === 1
  const terms = isOdd ? (degreesOfFreedom - 1) / 2 : degreesOfFreedom / 2
  let term = isOdd ? Math.sqrt((2 * x) / Math.PI) * Math.exp(-x / 2) : Math.exp(-x / 2)
  let sum = isOdd ? 2 * normalUpperTail(Math.sqrt(x)) : 0
  for (let index = 0; index < terms; index++) {
    sum += term
    term *= isOdd ? x / (2 * index + 3) : x / (2 * index + 2)
  }
  return Math.min(1, sum)
}
