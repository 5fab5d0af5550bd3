/**
 * Exact bounds for a rate of which `successes` of `trials` were seen: Clopper & Pearson, "The Use
 * of Confidence or Fiducial Limits", Biometrika 26 (1934), each bound one-sided at `confidence`.
 * Found by bisection on the binomial distribution, which needs no beta function.
 */
export function rateBounds(
  successes: number,
  trials: number,
  confidence: number,
): { readonly low: number; readonly high: number } {
  const tail = 1 - confidence
  const low = successes === 0 ? 0 : bisect((rate) => 1 - atMost(successes - 1, trials, rate) - tail)
  const high = successes === trials ? 1 : bisect((rate) => tail - atMost(successes, trials, rate))
  return { low, high }
}

/**
 * Probability of at most `successes` in `trials`, summed in logarithms so that large n do not
 * underflow.
 */
function atMost(successes: number, trials: number, rate: number): number {
  if (rate <= 0) return 1
  if (rate >= 1) return successes >= trials ? 1 : 0
  const odds = Math.log(rate) - Math.log1p(-rate)
  let logTerm = trials * Math.log1p(-rate)
  let total = Math.exp(logTerm)
  for (let k = 1; k <= successes; k++) {
    logTerm += odds + Math.log((trials - k + 1) / k)
    total += Math.exp(logTerm)
  }
  return Math.min(1, total)
}

/** Root in [0, 1] of an increasing function. */
function bisect(increasing: (rate: number) => number): number {
  let [low, high] = [0, 1]
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    if (increasing(middle) > 0) high = middle
    else low = middle
  }
  return (low + high) / 2
}
