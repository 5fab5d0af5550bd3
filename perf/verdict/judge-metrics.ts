import { hodgesLehmann } from '../stats/hodges-lehmann.ts'
import { maxT } from '../stats/max-t.ts'
import { type Interval, signFlipInterval } from '../stats/sign-flip-interval.ts'
import type { SignFlips } from '../stats/sign-flips.ts'
import type { MetricResult, Verdict } from '../result/document.ts'
import { detectableOf } from './detectable.ts'
import { aboutOf, type PairedMetric, relativeEffect, sampleOf } from './pairs.ts'
import type { LookRule } from './looks.ts'
import { policy } from './policy.ts'

export interface JudgedMetric {
  readonly scenario: string
  readonly result: MetricResult
}

/** Which column of the flips a generation is: every scenario's generation i shares one sign. */
export type Columns = ReadonlyMap<number, number>

/**
 * Judges one family of metrics together: the family-wise error rate is that of `metrics` as a
 * whole. Worse and better are tested apart, one-sided, so that each direction keeps the whole of
 * alpha.
 */
export function judgeFamily(
  metrics: readonly PairedMetric[],
  columns: Columns,
  flips: SignFlips,
  look: LookRule,
): JudgedMetric[] {
  const able = metrics.filter((metric) => metric.worse.size >= look.neededPairs)
  const rows = able.map((metric) => rowOf(metric, columns))
  const worse = maxT(rows, flips)
  const better = maxT(
    rows.map((row) => row.map((value) => (value === undefined ? undefined : -value))),
    flips,
  )
  const share = look.alpha / Math.max(1, able.length)
  const position = new Map(able.map((metric, index) => [metric, index]))
  return metrics.map((metric) => {
    const interval = signFlipInterval(rowOf(metric, columns), flips, look.confidence)
    const index = position.get(metric)
    if (index === undefined) return judged(metric, interval, undecided(metric))
    const evidence = { worse: worse[index] as number, better: better[index] as number, share }
    return judged(metric, interval, decide(metric, evidence, interval, look))
  })
}

interface Evidence {
  /** Adjusted p-values of either direction. */
  readonly worse: number
  readonly better: number
  /** What is left of alpha for one metric, for the planning figure. */
  readonly share: number
}

function decide(
  metric: PairedMetric,
  evidence: Evidence,
  interval: Interval,
  { alpha }: LookRule,
): Verdict {
  const { better, smallestEffect, margin } = metric.policy
  const sample = sampleOf(metric)
  const effect = relativeEffect(hodgesLehmann(sample), better)
  if (evidence.worse <= alpha && effect >= smallestEffect) {
    return { kind: 'regressed', effect, pValue: evidence.worse }
  }
  if (evidence.better <= alpha && effect <= -smallestEffect) {
    return { kind: 'improved', effect, pValue: evidence.better }
  }
  const upperBound = interval.high === null ? null : relativeEffect(interval.high, better)
  // An estimate that matters is never called equal, however well the margin bounds it: the next
  // look tells.
  const isBounded = upperBound !== null && upperBound < margin
  if (isBounded && effect < smallestEffect) return { kind: 'equivalent', upperBound }
  return { kind: 'inconclusive', detectableEffect: detectableOf(metric, evidence.share) }
}

/**
 * Too few pairs to decide anything, or only one arm has the metric at all. An arm whose values
 * cannot be used has it: such a metric is not new, which would pass.
 */
function undecided(metric: PairedMetric): Verdict {
  if (metric.refusals.length > 0) return { kind: 'inconclusive', detectableEffect: null }
  if (metric.base === null && metric.head !== null) return { kind: 'new' }
  if (metric.base !== null && metric.head === null) return { kind: 'missing' }
  return { kind: 'inconclusive', detectableEffect: null }
}

function judged(metric: PairedMetric, interval: Interval, verdict: Verdict): JudgedMetric {
  const { base, head, scenario } = metric
  const change = changeOf(metric, interval)
  const result = { ...aboutOf(metric.policy), base, head, change, stored: null, verdict }
  return { scenario, result }
}

/** Head over base: the log-ratios of "worse" turned back where more is better. */
function changeOf(metric: PairedMetric, { low, high }: Interval): MetricResult['change'] {
  if (metric.worse.size === 0) return null
  const lower = metric.policy.better === 'lower'
  const ratio = (worse: number) => Math.exp(lower ? worse : -worse)
  const bound = (worse: number | null) => (worse === null ? null : ratio(worse))
  return {
    ratio: ratio(hodgesLehmann(sampleOf(metric))),
    low: bound(lower ? low : high),
    high: bound(lower ? high : low),
    confidence: policy.confidence,
  }
}

function rowOf(metric: PairedMetric, columns: Columns): (number | undefined)[] {
  const row = new Array<number | undefined>(columns.size).fill(undefined)
  for (const [generation, value] of metric.worse) row[columns.get(generation) as number] = value
  return row
}
