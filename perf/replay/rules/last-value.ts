import { type MetricSeries, type Rule, said, valueOfRun, type Word, worseRatio } from './rule.ts'

/**
 * github-action-benchmark: an alert where a value is more than `threshold` times worse than the one
 * that was stored last. 200 % is its default, 110 % what those set who want to see anything.
 */
export function lastValueRule(threshold: number): Rule {
  return {
    title: `github-action-benchmark, ${Math.round(threshold * 100)} %`,
    source:
      'https://github.com/benchmark-action/github-action-benchmark (alert-threshold; src/write)',
    applied: 'the last self-check before the round is the stored value',
    judge: (series) => againstLast(series, threshold),
  }
}

function againstLast({ history, head, better }: MetricSeries, threshold: number): Word {
  const last = history.at(-1)
  if (last === undefined || head.length === 0) return 'no answer'
  return said(worseRatio(last, valueOfRun(head), better) > threshold)
}
