import { interquartileRange, median } from '../stats/quantile.ts'
import { checkSample, pairedLogRatios, type Sample } from '../stats/sample.ts'
import type { Summary } from '../result/document.ts'
import { own } from './own.ts'
import { metricPolicy, type MetricPolicy } from './policy.ts'
import type { ScenarioRecording } from '../result/recording.ts'

/**
 * One metric of one scenario, paired by generation; the form in which everything else here reads
 * it.
 */
export interface PairedMetric {
  readonly scenario: string
  readonly policy: MetricPolicy
  readonly base: Summary | null
  readonly head: Summary | null
  /** Generation index to log-ratio, positive where head is worse. */
  readonly worse: ReadonlyMap<number, number>
  /** Generations in which a value was there and could not be used. */
  readonly refusals: readonly string[]
}

/** Lost generations are left out with both arms; nothing is imputed. A control never gates. */
export function pairMetrics(recording: ScenarioRecording): PairedMetric[] {
  const kept = recording.generations.filter((generation) => generation.dropped === null)
  const ids = new Set(
    kept.flatMap(({ base, head }) => [...Object.keys(base), ...Object.keys(head)]),
  )
  return [...ids].map((id) => {
    const known = metricPolicy(id, own(recording.metricDescriptions ?? {}, id))
    const policy = recording.kind === 'control' ? { ...known, role: 'inform' as const } : known
    return pairMetric(recording.name, policy, kept)
  })
}

function pairMetric(
  scenario: string,
  policy: MetricPolicy,
  kept: ScenarioRecording['generations'],
): PairedMetric {
  const worse = new Map<number, number>()
  const refusals: string[] = []
  const isIn = (arm: 'base' | 'head') => kept.some((it) => own(it[arm], policy.id) !== undefined)
  const isInBoth = isIn('base') && isIn('head')
  for (const generation of kept) {
    const [base, head] = [own(generation.base, policy.id), own(generation.head, policy.id)]
    if (base === undefined || head === undefined) {
      if (base !== head && isInBoth) refusals.push(oneSided(generation.index, base, head))
      continue
    }
    const ratio = pairedLogRatios([base], [head])
    if (worse.has(generation.index)) {
      refusals.push(`generation ${generation.index} is there twice`)
    } else if (ratio.kind === 'refused') {
      refusals.push(`generation ${generation.index}: base ${base}, head ${head} (${ratio.reason})`)
    } else {
      const value = ratio.sample[0] as number
      worse.set(generation.index, policy.better === 'lower' ? value : -value)
    }
  }
  const valuesOf = (arm: 'base' | 'head') =>
    kept.map((generation) => own(generation[arm], policy.id)).filter((value) => value !== undefined)
  const [base, head] = [summarise(valuesOf('base')), summarise(valuesOf('head'))]
  return { scenario, policy, base, head, worse, refusals }
}

/**
 * A value that only one arm has: what is slow enough to be lost must not be lost without a word.
 */
function oneSided(index: number, base: number | undefined, head: number | undefined): string {
  return `generation ${index}: base ${base ?? 'none'}, head ${head ?? 'none'} (one arm only)`
}

export function summarise(values: readonly number[]): Summary | null {
  const outcome = checkSample(values.filter((value) => Number.isFinite(value)))
  if (outcome.kind === 'refused') return null
  const { sample } = outcome
  return { median: median(sample), spread: interquartileRange(sample), n: sample.length }
}

/** What a result says of a metric beside its figures. */
export function aboutOf(metric: MetricPolicy) {
  const { id, title, unit, better, role, smallestEffect, margin } = metric
  return { id, title, unit, better, role, smallestEffect, margin }
}

/** The log-ratios as a sample; only for a metric that has pairs. */
export function sampleOf(metric: PairedMetric): Sample {
  const outcome = checkSample([...metric.worse.values()])
  if (outcome.kind === 'refused') throw new RangeError(`${metric.policy.id}: ${outcome.message}`)
  return outcome.sample
}

/**
 * The log-ratio of so much worse, in the metric's own direction: the other way about than
 * `relativeEffect`.
 */
export function worseBy(share: number, better: 'lower' | 'higher'): number {
  return better === 'lower' ? Math.log1p(share) : -Math.log1p(-share)
}

/** Log-ratio of "worse" to a share: 0.05 is 5 % worse, in the metric's own direction. */
export function relativeEffect(worse: number, better: 'lower' | 'higher'): number {
  return better === 'lower' ? Math.expm1(worse) : -Math.expm1(-worse)
}
