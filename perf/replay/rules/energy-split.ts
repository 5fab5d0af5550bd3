/**
 * The split of a stretch that parts it best by energy distance, the statistic of E-divisive:
 * Matteson & James, "A Nonparametric Approach for Multiple Change Point Analysis of Multivariate
 * Data", JASA 109 (2014), with |x - y| as distance. What stands after the right-hand piece may be
 * left out, so that a second change further on does not hide the first.
 */
export interface EnergySplit {
  /** First value of the right-hand piece. */
  readonly index: number
  readonly statistic: number
}

/** Undefined for a stretch of fewer than two values; `to` is not included. */
export function energySplit(
  series: readonly number[],
  from: number,
  to: number,
): EnergySplit | undefined {
  let best: EnergySplit | undefined
  let withinLeft = 0
  for (let split = from + 1; split < to; split++) {
    withinLeft += distancesTo(series, split - 1, from, split - 1)
    let [across, withinRight] = [0, 0]
    for (let end = split + 1; end <= to; end++) {
      across += distancesTo(series, end - 1, from, split)
      withinRight += distancesTo(series, end - 1, split, end - 1)
      const sizes = { left: split - from, right: end - split }
      const statistic = energy(sizes, across, withinLeft, withinRight)
      if (best === undefined || statistic > best.statistic) best = { index: split, statistic }
    }
  }
  return best
}

/** mn / (m + n) times twice the mean distance across, less the mean distances within. */
function energy(
  { left, right }: { readonly left: number; readonly right: number },
  across: number,
  withinLeft: number,
  withinRight: number,
): number {
  const all = left + right
  const meanLeft = left > 1 ? (2 * right * withinLeft) / (all * (left - 1)) : 0
  const meanRight = right > 1 ? (2 * left * withinRight) / (all * (right - 1)) : 0
  return (2 * across) / all - meanLeft - meanRight
}

function distancesTo(series: readonly number[], of: number, from: number, to: number): number {
  const value = series[of] as number
  let sum = 0
  for (let at = from; at < to; at++) sum += Math.abs(value - (series[at] as number))
  return sum
}
