import { isDuration } from '../../perf/report/quantity.ts'
import type { Setting } from './setting.ts'

/**
 * A figure is one measured number of a row; a target is what the project promises of it. Judging is
 * comparing: no tolerance, no rounding.
 */
export interface Figure {
  readonly what: string
  /**
   * Undefined where this machine cannot say it, such as the CPU of a service that runs elsewhere.
   */
  readonly value: number | undefined
  /** As `perf/report/quantity.ts` reads it: "ms", "bytes", "cores", "/s", "" for a count. */
  readonly unit: string
  readonly target?: Target
}

export interface Target {
  readonly compare: 'below' | 'at most' | 'at least'
  readonly limit: number
}

export const below = (limit: number): Target => ({ compare: 'below', limit })
export const atMost = (limit: number): Target => ({ compare: 'at most', limit })
export const atLeast = (limit: number): Target => ({ compare: 'at least', limit })

/** What became of one row. */
export type RowOutcome =
  | {
      readonly kind: 'measured'
      readonly figures: readonly Figure[]
      /** For the reader, below the table. */
      readonly remarks: readonly string[]
      /**
       * Set when the clock cannot be believed: a duration is then not judged; counts and costs are.
       */
      readonly invalid?: string
      /** Set when the figures were not made here and now. */
      readonly setting?: Setting
    }
  /** Not asked for in a way that could be measured: nothing is wrong. */
  | { readonly kind: 'not measured'; readonly reason: string }
  | { readonly kind: 'failed'; readonly reason: string }

export type Judgement = 'met' | 'not met' | 'not judged' | 'no target'

export function judge(figure: Figure, invalid?: string): Judgement {
  const { value, target } = figure
  if (target === undefined) return 'no target'
  if (value === undefined) return 'not judged'
  if (invalid !== undefined && isDuration(figure.unit)) return 'not judged'
  return holds(value, target) ? 'met' : 'not met'
}

function holds(value: number, target: Target): boolean {
  switch (target.compare) {
    case 'below':
      return value < target.limit
    case 'at most':
      return value <= target.limit
    case 'at least':
      return value >= target.limit
  }
}

/** A promise that was not seen to be kept, whether it was broken or could not be judged. */
export function misses(outcome: RowOutcome): readonly Figure[] {
  if (outcome.kind !== 'measured') return []
  return outcome.figures.filter((figure) => {
    const judgement = judge(figure, outcome.invalid)
    return judgement === 'not met' || judgement === 'not judged'
  })
}
