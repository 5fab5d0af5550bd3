/**
 * P(Z > z) of the standard normal. Within five standard deviations by the series around zero, G.
 * Marsaglia, "Evaluating the Normal Distribution", Journal of Statistical Software 11 (2004);
 * beyond, where that one has no digits left, by Laplace's continued fraction (Abramowitz & Stegun,
 * Handbook of Mathematical Functions, 1964, 26.2.14).
 */
export function normalUpperTail(z: number): number {
  if (z < 0) return 1 - normalUpperTail(-z)
  return z < seriesMost ? 0.5 - density(z) * series(z) : density(z) * fraction(z)
}

/** The value that is exceeded with probability `tail`, which is in (0, 1). */
export function normalUpperQuantile(tail: number): number {
  let [low, high] = [-farthest, farthest]
  for (let step = 0; step < 80; step++) {
    const middle = (low + high) / 2
    if (normalUpperTail(middle) > tail) low = middle
    else high = middle
  }
  return (low + high) / 2
}

const seriesMost = 5
const farthest = 40
const fractionDepth = 60

const density = (z: number) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)

function series(z: number): number {
  let [term, sum] = [z, z]
  for (let odd = 3; term > sum * Number.EPSILON; odd += 2) {
    term *= (z * z) / odd
    sum += term
  }
  return sum
}

function fraction(z: number): number {
  let below = z
  for (let level = fractionDepth; level >= 1; level--) below = z + level / below
  return 1 / below
}
