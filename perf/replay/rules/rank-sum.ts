import { type MetricSeries, type Rule, said, valueOfRun, type Word } from './rule.ts'

const alpha = 0.05

/**
 * benchstat: the Mann-Whitney U test of the values of both arms, two-sided at 5 % for each
 * benchmark by itself; where it rejects, the medians say in which direction.
 */
export const rankSumRule: Rule = {
  title: 'benchstat, Mann-Whitney 0.05',
  source:
    'https://pkg.go.dev/golang.org/x/perf/cmd/benchstat (alpha 0.05; 10 runs or more advised)',
  applied: 'a generation is a run of the benchmark; the eight of a quick round are judged, too',
  judge: byRanks,
}

function byRanks({ base, head, better }: MetricSeries): Word {
  const p = rankSumP(base, head)
  if (p === undefined) return 'no answer'
  const [before, after] = [valueOfRun(base), valueOfRun(head)]
  return said(p < alpha && (better === 'lower' ? after > before : after < before))
}

/**
 * Two-sided, twice the smaller tail, exact with ties as well: the distribution of the rank sum over
 * all ways to deal the pooled ranks (Mann & Whitney, Annals of Mathematical Statistics 18, 1947),
 * counted by dynamic programming over ranks made whole. Undefined for an empty sample.
 */
export function rankSumP(first: readonly number[], second: readonly number[]): number | undefined {
  if (first.length === 0 || second.length === 0) return undefined
  const ranks = wholeRanks([...first, ...second])
  const observed = ranks.slice(0, first.length).reduce((sum, rank) => sum + rank, 0)
  const ways = waysToSum(ranks, first.length)
  const all = ways.reduce((sum, count) => sum + count, 0)
  const below = ways.subarray(0, observed + 1).reduce((sum, count) => sum + count, 0)
  const above = ways.subarray(observed).reduce((sum, count) => sum + count, 0)
  return Math.min(1, (2 * Math.min(below, above)) / all)
}

/** Midranks, all of them doubled where some are not whole. */
function wholeRanks(values: readonly number[]): number[] {
  const ranks = doubledMidranks(values)
  return ranks.every((rank) => rank % 2 === 0) ? ranks.map((rank) => rank / 2) : ranks
}

/** Equal values share the mean of their ranks. */
function doubledMidranks(values: readonly number[]): number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length
    const equal = values.filter((other) => other === value).length
    return 2 * below + equal + 1
  })
}

/** By doubled sum, in how many ways `size` of the ranks come to it. */
function waysToSum(ranks: readonly number[], size: number): Float64Array {
  const largest = ranks.toSorted((a, b) => b - a).slice(0, size)
  const most = largest.reduce((sum, rank) => sum + rank, 0)
  const bySize = Array.from({ length: size + 1 }, () => new Float64Array(most + 1))
  const [none] = bySize
  if (none !== undefined) none[0] = 1
  let dealt = 0
  for (const [at, rank] of ranks.entries()) {
    dealt += rank
    for (let taken = Math.min(size, at + 1); taken > 0; taken--) {
      const [into, from] = [bySize[taken] as Float64Array, bySize[taken - 1] as Float64Array]
      for (let sum = Math.min(most, dealt); sum >= rank; sum--) {
        into[sum] = (into[sum] as number) + (from[sum - rank] as number)
      }
    }
  }
  return bySize[size] as Float64Array
}
