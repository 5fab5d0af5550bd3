import { studentUpperTail } from '../../stats/student.ts'
import { type EnergySplit, energySplit } from './energy-split.ts'
import { meanOf, varianceOf } from './moments.ts'
import { type MetricSeries, type Rule, said, valueOfRun, type Word } from './rule.ts'

const significance = 0.001
/** The first pass takes what is ten times weaker; merging throws out what stays weak. */
const firstPass = 10 * significance
const windowLength = 50

/**
 * Apache Otava, formerly Hunter: E-divisive in windows of 50 that overlap by half, a t-test in
 * place of its permutation test, then the weakest points merged away until each has p < 0.001.
 * Fleming et al., "Hunter: Using Change Point Detection to Hunt for Performance Regressions",
 * ICPE 2023.
 */
export const changePointRule: Rule = {
  title: 'Otava, change points p < 0.001',
  source: 'https://doi.org/10.1145/3578244.3583719 and https://github.com/apache/otava',
  applied:
    'the series is the self-checks so far, then this change’s rounds as if merged; a round is an alarm if it brings a change point for the worse that the self-checks alone have not',
  judge: byChangePoints,
}

function byChangePoints({ history, since, head, better }: MetricSeries): Word {
  const series = [...history, ...since, valueOfRun(head)]
  if (history.length < 2 || head.length === 0) return 'no answer'
  const known = new Set(changePointsOf(history).map(({ index }) => index))
  return said(
    changePointsOf(series).some(({ index, before, after }) => {
      const isWorse = better === 'lower' ? after > before : after < before
      return isWorse && !known.has(index)
    }),
  )
}

export interface SeriesChange {
  /** First value at the new level. */
  readonly index: number
  readonly before: number
  readonly after: number
  readonly p: number
}

export function changePointsOf(series: readonly number[]): SeriesChange[] {
  return merged(weakPoints(series), series)
}

function weakPoints(series: readonly number[]): number[] {
  const points = new Set<number>()
  let start = 0
  while (start < series.length) {
    const found = dividedIn(series, start, Math.min(start + windowLength, series.length))
    for (const point of found) points.add(point)
    start = Math.max(found.at(-1) ?? 0, start + windowLength / 2)
  }
  return ascending([...points])
}

/** E-divisive: the best split of any stretch, as long as the two sides of it differ. */
function dividedIn(series: readonly number[], from: number, to: number): number[] {
  let points: number[] = []
  while (true) {
    const next = bestSplit(series, [from, ...points, to])
    if (next === undefined) return points
    const extended = ascending([...points, next.index])
    const change = changeAt(series, [from, ...extended, to], next.index)
    if (change.p > firstPass) return points
    points = extended
  }
}

function bestSplit(series: readonly number[], bounds: readonly number[]): EnergySplit | undefined {
  const splits = bounds.slice(1).map((to, at) => energySplit(series, bounds[at] ?? 0, to))
  return splits.reduce((best, split) => {
    if (split === undefined || best === undefined) return split ?? best
    return split.statistic > best.statistic ? split : best
  }, undefined)
}

/** Takes out the weakest until all are significant between their neighbours. */
function merged(weak: readonly number[], series: readonly number[]): SeriesChange[] {
  let points = [...weak]
  while (true) {
    const bounds = [0, ...points, series.length]
    const changes = points.map((point) => changeAt(series, bounds, point))
    const weakest = changes.toSorted((a, b) => b.p - a.p)[0]
    if (weakest === undefined || weakest.p < significance) return changes
    points = points.filter((point) => point !== weakest.index)
  }
}

/**
 * Student's two-sample t-test, two-sided, of the stretches on either side of a bound. As in the
 * tool, the variance of a side divides by its n, and that of a single value is none.
 */
function changeAt(
  series: readonly number[],
  bounds: readonly number[],
  index: number,
): SeriesChange {
  const at = bounds.indexOf(index)
  const left = series.slice(bounds[at - 1] ?? 0, index)
  const right = series.slice(index, bounds[at + 1])
  const [before, after] = [meanOf(left), meanOf(right)]
  const freedom = left.length + right.length - 2
  if (freedom <= 0 || before === after) return { index, before, after, p: 1 }
  const spread = (left.length - 1) * varianceOf(left) + (right.length - 1) * varianceOf(right)
  const standardError = Math.sqrt((spread / freedom) * (1 / left.length + 1 / right.length))
  const t = Math.abs(after - before) / standardError
  return { index, before, after, p: Number.isFinite(t) ? 2 * studentUpperTail(t, freedom) : 0 }
}

function ascending(indexes: readonly number[]): number[] {
  return indexes.toSorted((a, b) => a - b)
}
