/**
 * Upper quantile of Student's t: the value exceeded with probability `tail` (one-sided, at most
 * 0.5), for whole degrees of freedom. The distribution by its finite series, Abramowitz & Stegun,
 * Handbook of Mathematical Functions (1964), 26.7.3 and 26.7.4; the quantile by bisection.
 */
export function studentUpperQuantile(tail: number, degreesOfFreedom: number): number {
  let [low, high] = [0, 1]
  while (studentUpperTail(high, degreesOfFreedom) > tail) high *= 2
  for (let step = 0; step < 80; step++) {
    const middle = (low + high) / 2
    if (studentUpperTail(middle, degreesOfFreedom) > tail) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** P(T > t), of t at least zero. */
export function studentUpperTail(t: number, degreesOfFreedom: number): number {
  const angle = Math.atan(t / Math.sqrt(degreesOfFreedom))
  return (1 - central(angle, degreesOfFreedom)) / 2
}

/** P(|T| <= t), t given by its angle. */
function central(angle: number, degreesOfFreedom: number): number {
  const cosine = Math.cos(angle)
  const odd = degreesOfFreedom % 2 === 1
  let term = odd ? cosine : 1
  let sum = degreesOfFreedom === 1 ? 0 : term
  for (let k = odd ? 3 : 2; k <= degreesOfFreedom - 2; k += 2) {
    term *= ((k - 1) / k) * cosine * cosine
    sum += term
  }
  return odd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum
}
