import { studentUpperQuantile } from '../../stats/student.ts'
import { meanOf, varianceOf } from './moments.ts'
import { type MetricSeries, type Rule, said, valueOfRun, type Word } from './rule.ts'

const boundary = 0.99
const runsMost = 64

/**
 * Bencher's Student's t-test threshold: the new value against a quantile of Student's t that is
 * centred on the mean of stored runs and scaled by their standard deviation, n - 1 degrees of
 * freedom. Its variance divides by n, and nothing is added for the new value's own scatter.
 */
export const storedRunsRule: Rule = {
  title: 'Bencher, t-test 0.99',
  source:
    'https://bencher.dev/docs/explanation/thresholds/ (Student’s t-test, upper boundary 0.99, at most 64 runs; lib/bencher_boundary)',
  applied: 'self-checks before the round are the stored runs, two of them at least',
  judge: againstStored,
}

function againstStored({ history, head, better }: MetricSeries): Word {
  const limit = boundaryLimit(history.slice(-runsMost), better)
  if (limit === undefined || head.length === 0) return 'no answer'
  const value = valueOfRun(head)
  return said(better === 'lower' ? value > limit : value < limit)
}

/** Undefined where the runs have no scatter to scale by. */
export function boundaryLimit(
  runs: readonly number[],
  better: MetricSeries['better'],
): number | undefined {
  if (runs.length < 2) return undefined
  const [mean, variance] = [meanOf(runs), varianceOf(runs)]
  if (variance === 0) return undefined
  const reach = studentUpperQuantile(1 - boundary, runs.length - 1) * Math.sqrt(variance)
  return better === 'lower' ? mean + reach : mean - reach
}
