import { median } from '../../stats/quantile.ts'
import { checkSample } from '../../stats/sample.ts'

/**
 * Rules of others, each written from its published description and given the same recorded rounds.
 * A rule sees one metric at a time, as its tool does; what it says of a round is what it says of
 * any of them.
 */
export interface Rule {
  /** As the tables name it. */
  readonly title: string
  /** Where it is described. */
  readonly source: string
  /** In a sentence, what had to be settled to apply it to these rounds. */
  readonly applied: string
  readonly judge: (series: MetricSeries) => Word
}

/** What a tool would have had of one metric at the end of one run. */
export interface MetricSeries {
  readonly better: 'lower' | 'higher'
  /** One value per earlier self-check, oldest first: the median over its generations of head. */
  readonly history: readonly number[]
  /**
   * The same of earlier rounds of this very change, as if it had been merged; none for a
   * self-check.
   */
  readonly since: readonly number[]
  /** One value per generation, of generations that both arms have. */
  readonly base: readonly number[]
  readonly head: readonly number[]
}

/** `no answer`: the rule needs more than there is. */
export type Word = 'slower' | 'not slower' | 'no answer'

/** The one value per run that tools with a history store; of no value there is none. */
export function valueOfRun(values: readonly number[]): number {
  const outcome = checkSample(values)
  return outcome.kind === 'refused' ? Number.NaN : median(outcome.sample)
}

/** More than one where `now` is worse than `before`. */
export function worseRatio(before: number, now: number, better: MetricSeries['better']): number {
  return better === 'lower' ? now / before : before / now
}

export function said(isSlower: boolean): Word {
  return isSlower ? 'slower' : 'not slower'
}
