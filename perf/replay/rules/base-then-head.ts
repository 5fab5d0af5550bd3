import { type MetricSeries, type Rule, said, valueOfRun, type Word, worseRatio } from './rule.ts'

/** A fixed percentage in one job, base first and then head, as most home-made gates have it. */
export function baseThenHeadRule(percent: number): Rule {
  return {
    title: `same job, base then head, ${percent} %`,
    source: 'https://bencher.dev/docs/how-to/track-benchmarks/ (relative continuous benchmarking)',
    applied: 'base is the first half of the generations, head the second half',
    judge: (series) => halves(series, 1 + percent / 100),
  }
}

/**
 * What interleaving would have cancelled comes back: the machine of one half is not that of the
 * other.
 */
function halves({ base, head, better }: MetricSeries, threshold: number): Word {
  const half = Math.floor(Math.min(base.length, head.length) / 2)
  if (half === 0) return 'no answer'
  const [before, after] = [valueOfRun(base.slice(0, half)), valueOfRun(head.slice(half))]
  return said(worseRatio(before, after, better) > threshold)
}
