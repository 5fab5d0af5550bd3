import { selectInPlace } from '../../stats/quantile.ts'
import { seededRandom } from '../../stats/random.ts'
import { shuffleInPlace } from '../../stats/shuffle.ts'
import { type MetricSeries, type Rule, said, valueOfRun, type Word } from './rule.ts'

const smallestChange = 0.05
const alpha = 0.001
/** As many as resolve the 99.9th percentile by a handful. */
const experiments = 5_000
const seed = 1

/**
 * ClickHouse's performance comparison: old and new side by side, the difference of medians against
 * its distribution when the pooled values are dealt to the two servers at random; a change is what
 * is above 5 % and above that distribution's 99.9th percentile.
 */
export const relabelledMediansRule: Rule = {
  title: 'ClickHouse, medians 5 % and p < 0.001',
  source:
    'https://github.com/ClickHouse/ClickHouse (docker/test/performance-comparison/README.md, “Changes in Performance”)',
  applied:
    'a generation is a run of the query; arms are dealt anew without regard to pairs; eight are too few for it ever to alarm',
  judge: byRelabelling,
}

function byRelabelling({ base, head, better }: MetricSeries): Word {
  if (base.length < 2 || head.length < 2) return 'no answer'
  const [before, after] = [valueOfRun(base), valueOfRun(head)]
  const difference = better === 'lower' ? after - before : before - after
  if (difference / before <= smallestChange) return 'not slower'
  return said(difference > chanceDifference(base, head))
}

/**
 * Size that a difference of medians of random halves of the pool keeps below, but with probability
 * `alpha`.
 */
export function chanceDifference(base: readonly number[], head: readonly number[]): number {
  const random = seededRandom(seed)
  const pool = [...base, ...head]
  const sizes = Float64Array.from({ length: experiments }, () => {
    shuffleInPlace(pool, random)
    return Math.abs(valueOfRun(pool.slice(0, base.length)) - valueOfRun(pool.slice(base.length)))
  })
  return selectInPlace(sizes, Math.ceil((1 - alpha) * experiments) - 1)
}
