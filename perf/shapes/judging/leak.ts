import { median } from '../../stats/quantile.ts'
import { asChecked } from '../../stats/sample.ts'
import { type Trend, trendOf } from '../../stats/trend.ts'
import type { GrowthResult } from '../document.ts'

/** One thing that may grow while a load goes on, read now and then. */
export interface Series {
  readonly name: string
  readonly unit: string
  readonly points: readonly { readonly atMs: number; readonly value: number }[]
  /** How far it may grow, in its unit; undefined where nothing bounds it. */
  readonly capacity: number | undefined
  /**
   * Whether growth that is proven fails the run; the machine's neighbours move some series as well.
   */
  readonly mayFail: boolean
  /**
   * What one stretch of time is told by: its lowest reading where garbage lies on top, else the
   * middle one.
   */
  readonly stretchBy: 'lowest' | 'median'
}

/**
 * What decides. A leak goes on: it is a rise that chance makes in one run of a hundred over all
 * series together, that goes on in the second half at no less than half the pace of the first, and
 * that would fill what there is within two weeks. A cache that fills slows down; what would take
 * longer is told and does not fail.
 */
export const leakPolicy = {
  falseAlarms: 0.01,
  /** Of the run's beginning: pools fill, code is compiled, caches warm up. */
  trimmedShare: 0.2,
  /** Stretches of equal length: long enough to be nearly independent, enough for a small p. */
  stretches: 32,
  stretchesLeast: 8,
  paceKept: 0.5,
  /** A service that is not deployed anew for longer than that is rare. */
  horizonHours: 336,
} as const

const hourMs = 3_600_000

export function judgeGrowth(series: readonly Series[], durationMs: number): GrowthResult[] {
  const tests = series.filter(({ mayFail }) => mayFail).length
  const tail = leakPolicy.falseAlarms / Math.max(1, tests)
  return series.map((each) => judgeOne(each, durationMs, tail))
}

/** Of what fails a soak nothing was proven where it was not read: one sentence for each. */
export function growthDoubts(growth: readonly GrowthResult[]): string[] {
  return growth
    .filter(({ verdict, mayFail }) => verdict === 'unknown' && mayFail)
    .map(({ name, why }) => `${name}: ${why}`)
}

function judgeOne(series: Series, durationMs: number, tail: number): GrowthResult {
  const { name, unit, capacity, mayFail } = series
  const points = stretchPoints(series, durationMs)
  const known = { name, unit, mayFail, stretches: points.length }
  if (points.length < leakPolicy.stretchesLeast) {
    const why = `${points.length} stretches have a reading, ${leakPolicy.stretchesLeast} are needed`
    return { ...known, ...nothingKnown, verdict: 'unknown', why }
  }
  const trend = trendOf(points, tail)
  const level = points.at(-1)?.value ?? 0
  const hours = hoursLeft(capacity, level, trend.slope)
  const figures = {
    perHour: trend.slope,
    low: finite(trend.low),
    high: finite(trend.high),
    pValue: trend.pValue,
    level,
    capacity: capacity ?? null,
    hoursToExhaustion: hours,
  }
  return { ...known, ...figures, ...verdictOf(trend, points, { tail, hours }) }
}

const nothingKnown = {
  perHour: null,
  low: null,
  high: null,
  pValue: null,
  level: null,
  capacity: null,
  hoursToExhaustion: null,
}

interface Point {
  /** In hours. */
  readonly at: number
  readonly value: number
}

/** Stretches of the run without its beginning; one without a reading is left out. */
function stretchPoints({ points, stretchBy }: Series, durationMs: number): Point[] {
  const fromMs = durationMs * leakPolicy.trimmedShare
  const lengthMs = (durationMs - fromMs) / leakPolicy.stretches
  const found: Point[] = []
  for (let index = 0; index < leakPolicy.stretches; index++) {
    const startMs = fromMs + index * lengthMs
    const values = points
      .filter(({ atMs }) => atMs >= startMs && atMs < startMs + lengthMs)
      .map(({ value }) => value)
    if (values.length === 0) continue
    const value = stretchBy === 'lowest' ? Math.min(...values) : median(asChecked(values))
    found.push({ at: (startMs + lengthMs / 2) / hourMs, value })
  }
  return found
}

function hoursLeft(capacity: number | undefined, level: number, perHour: number): number | null {
  if (capacity === undefined || perHour <= 0) return null
  return Math.max(0, capacity - level) / perHour
}

function verdictOf(
  trend: Trend,
  points: readonly Point[],
  { tail, hours }: { readonly tail: number; readonly hours: number | null },
): Pick<GrowthResult, 'verdict' | 'why'> {
  if (!(trend.pValue < tail && trend.low > 0))
    return { verdict: 'steady', why: 'no rise is proven' }
  const half = Math.ceil(points.length / 2)
  const [early, late] = [points.slice(0, half), points.slice(-half)].map((part) =>
    trendOf(part, lateTail),
  )
  if (early === undefined || late === undefined || late.slope < leakPolicy.paceKept * early.slope) {
    return { verdict: 'slowing', why: 'it rises, and slows down: what fills up, not what leaks' }
  }
  if (late.low <= 0) return { verdict: 'slowing', why: 'it rose, and no longer provably does' }
  if (hours === null) {
    return { verdict: 'unknown', why: 'it rises, and how far it may was not read' }
  }
  if (hours > leakPolicy.horizonHours) {
    const why = `it rises, and would take more than ${leakPolicy.horizonHours} h to matter`
    return { verdict: 'slow', why }
  }
  return { verdict: 'leak', why: 'it rises at a steady pace' }
}

/** The whole run has proven the rise; of its second half is asked only whether it goes on. */
const lateTail = 0.1

const finite = (value: number) => (Number.isFinite(value) ? value : null)
