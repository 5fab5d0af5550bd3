import { normalMadScale, selectInPlace } from './quantile.ts'
import type { Sample } from './sample.ts'
import { studentUpperQuantile } from './student.ts'

export interface ChangePoint {
  /** Index of the first value at the new level. */
  readonly index: number
  /** Means on either side, up to the neighbouring change points, in the series' own unit. */
  readonly before: number
  readonly after: number
}

export interface ChangePointDemand {
  /** Probability of any change point in a series of this length that has none, for normal noise. */
  readonly alpha: number
  /** Fewer values than this at a level are an episode, not a level. */
  readonly shortest: number
}

/** Each layer's intervals are this much shorter than those of the one above it. */
const decay = Math.SQRT1_2
/** Values further from their neighbours' median than so many scatters count as so many. */
const capInScatters = 3
/** A scatter of n - 1 differences is known as well as one of two thirds as many values. */
const freedomPerStep = 2 / 3
/** Student's t of more degrees of freedom is the normal's, and dear to sum. */
const freedomMost = 200

/**
 * Where the level of a series changes: seeded binary segmentation, Kovacs, Buehlmann, Li & Munk,
 * Biometrika 110 (2023), with the narrowest interval over the threshold first, Baranowski, Chen &
 * Fryzlewicz, JRSS B 81 (2019). The intervals are fixed beforehand and shrink by a root of two from
 * layer to layer, so that n values cost n log n; each asks for the split that parts it best (CUSUM
 * of means). The threshold is Bonferroni's over all splits asked about. Spikes are cut to their
 * neighbours' reach (Hampel, JASA 69, 1974).
 *
 * For values that are independent from one to the next, as nightly ratios of the same job are.
 */
export function changePoints(series: Sample, demand: ChangePointDemand): ChangePoint[] {
  const { alpha, shortest } = demand
  const scatter = scatterOf(series)
  const values = withoutSpikes(series, capInScatters * scatter)
  const sums = prefixSums(values)
  const intervals = seededIntervals(values.length, 2 * shortest)
  const asked = intervals.reduce((sum, { from, to }) => sum + (to - from - 2 * shortest + 1), 0)
  if (asked === 0) return []
  const freedom = Math.min(freedomMost, Math.floor(freedomPerStep * (values.length - 1)))
  // A series without scatter has no level that could be chance: any step is one.
  const chance = scatter * studentUpperQuantile(alpha / (2 * asked), freedom)
  const threshold = Math.max(chance, smallestContrast(values))
  const candidates = intervals
    .map((interval) => bestSplit(sums, interval, shortest))
    .filter(({ contrast }) => contrast > threshold)
    .sort((a, b) => a.to - a.from - (b.to - b.from) || b.contrast - a.contrast)
  const found: number[] = []
  for (const { from, to, split } of candidates) {
    // An interval that holds a change point already would find it again, or its echo.
    if (!found.some((point) => point > from && point < to)) found.push(split)
  }
  found.sort((a, b) => a - b)
  // A narrow interval may only just hold the change: it is placed anew between its neighbours.
  for (const at of found.keys()) {
    const stretch = { from: found[at - 1] ?? 0, to: found[at + 1] ?? values.length }
    found[at] = bestSplit(sums, stretch, shortest).split
  }
  return found.map((index, at) => ({
    index,
    before: meanOf(sums, found[at - 1] ?? 0, index),
    after: meanOf(sums, index, found[at + 1] ?? values.length),
  }))
}

interface Stretch {
  readonly from: number
  /** Not included. */
  readonly to: number
}

function seededIntervals(length: number, shortest: number): Stretch[] {
  const intervals: Stretch[] = []
  for (let size = length; size >= shortest; size *= decay) {
    const width = Math.ceil(size)
    const count = 2 * Math.ceil(length / width) - 1
    const step = count === 1 ? 0 : (length - width) / (count - 1)
    for (let at = 0; at < count; at++) {
      const from = Math.floor(at * step)
      intervals.push({ from, to: Math.min(length, from + width) })
    }
  }
  return intervals
}

interface Split extends Stretch {
  readonly split: number
  /** Difference of the means on either side, in standard errors times the scatter. */
  readonly contrast: number
}

function bestSplit(sums: Float64Array, { from, to }: Stretch, shortest: number): Split {
  const [start, length] = [sums[from] as number, to - from]
  const mean = ((sums[to] as number) - start) / length
  let best = { split: from, squared: 0 }
  for (let left = shortest; left <= length - shortest; left++) {
    const excess = (sums[from + left] as number) - start - left * mean
    const squared = (excess * excess * length) / (left * (length - left))
    if (squared > best.squared) best = { split: from + left, squared }
  }
  return { from, to, split: best.split, contrast: Math.sqrt(best.squared) }
}

/** Cut to the reach of the five values around each; a level that stays passes as it is. */
function withoutSpikes(series: Sample, reach: number): Float64Array {
  const around = new Float64Array(5)
  return Float64Array.from(series, (value, at) => {
    const from = Math.max(0, Math.min(at - 2, series.length - around.length))
    const middle = medianFrom(series, from, around)
    return Math.min(Math.max(value, middle - reach), middle + reach)
  })
}

/** Of as many values from `from` on as there are and `scratch` holds, by insertion. */
function medianFrom(series: Sample, from: number, scratch: Float64Array): number {
  const count = Math.min(scratch.length, series.length - from)
  for (let at = 0; at < count; at++) {
    const value = series[from + at] as number
    let place = at
    while (place > 0 && (scratch[place - 1] as number) > value) {
      scratch[place] = scratch[place - 1] as number
      place--
    }
    scratch[place] = value
  }
  return scratch[count >> 1] as number
}

/**
 * From differences of neighbours, which few changes of level disturb (von Neumann, Annals of
 * Mathematical Statistics 12, 1941), each counted up to a limit, so that neither do spikes.
 */
function scatterOf(series: Sample): number {
  const steps = Float64Array.from(
    { length: Math.max(0, series.length - 1) },
    (_, at) => ((series[at + 1] as number) - (series[at] as number)) / Math.SQRT2,
  )
  if (steps.length === 0) return 0
  const typical = normalMadScale * selectInPlace(steps.map(Math.abs), steps.length >> 1)
  const most = typical > 0 ? capInScatters * typical : Number.POSITIVE_INFINITY
  let squares = 0
  for (const step of steps) squares += Math.min(step * step, most * most)
  return Math.max(typical, Math.sqrt(squares / steps.length))
}

/** Sums differ in their last bits: a constant series must not have steps. */
function smallestContrast(values: Float64Array): number {
  let largest = 0
  for (const value of values) largest = Math.max(largest, Math.abs(value))
  return largest * 1e-9 * Math.sqrt(values.length)
}

function prefixSums(values: Float64Array): Float64Array {
  const sums = new Float64Array(values.length + 1)
  for (const [at, value] of values.entries()) sums[at + 1] = (sums[at] as number) + value
  return sums
}

function meanOf(sums: Float64Array, from: number, to: number): number {
  return ((sums[to] as number) - (sums[from] as number)) / (to - from)
}
