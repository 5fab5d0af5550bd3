import type { CounterResult, MetricResult, StoredComparison, Verdict } from '../result/document.ts'
import { exact, exactChange, noValue, percent, percentChange, plural } from './numbers.ts'
import { quantity } from './quantity.ts'

/**
 * How a change, its interval, the stored baseline and the verdict are put into words. Plain text:
 * the formatters escape it.
 */
export function metricChange(metric: MetricResult): string {
  return metric.change === null ? noValue : percentChange(metric.change.ratio - 1)
}

/** "(+9.83 % to +14.5 %)", or what is known of it. */
export function metricInterval(metric: MetricResult): string {
  if (metric.change === null) return ''
  const { low, high } = metric.change
  if (low === null && high === null) return '(no bound)'
  if (low === null) return `(up to ${percentChange((high ?? 1) - 1)})`
  if (high === null) return `(from ${percentChange(low - 1)})`
  return `(${percentChange(low - 1)} to ${percentChange(high - 1)})`
}

/**
 * What this run would have caught, relative: the judge's own figure where it
 * gave one, else the wider half of the interval around the ratio. Null when neither is known.
 */
export function detectableEffect(metric: MetricResult): number | null {
  if (metric.verdict.kind === 'inconclusive' && metric.verdict.detectableEffect !== null) {
    return metric.verdict.detectableEffect
  }
  if (metric.change === null) return null
  const { ratio, low, high } = metric.change
  if (low === null || high === null || !(ratio > 0)) return null
  return Math.max(high / ratio - 1, 1 - low / ratio)
}

export function counterChange(counter: CounterResult): string {
  const { base, head } = counter
  if (base === null && head === null) return noValue
  if (base === null) return 'new'
  if (head === null) return 'gone'
  if (base === head) return '0'
  const difference = exactChange(head - base)
  // Digits that equal arms do not agree on say nothing.
  if (!counter.exact && base !== 0) return percentChange(head / base - 1)
  return base === 0 ? difference : `${difference} (${percentChange(head / base - 1)})`
}

/**
 * How much of a counter can be believed: all of it, what lies beyond its tolerance, or nothing. It
 * stands behind the change, in brackets as an interval does.
 */
export function counterPrecision({ exact: isExact, tolerance }: CounterResult): string {
  if (isExact) return ''
  return tolerance === undefined ? '(not exact)' : `(equal arms within ${percent(tolerance)})`
}

export function counterValue(value: number | null): string {
  return value === null ? noValue : exact(value)
}

const statusWords: Readonly<Record<StoredComparison['status'], string>> = {
  'within-spread': 'within its spread',
  'outside-spread': 'outside its spread',
  changed: 'changed',
  equal: 'equal',
  stale: 'too old',
  'other-lane': 'another lane',
}

export function storedText(
  stored: StoredComparison | null,
  unit: string,
  isCount: boolean,
): string {
  if (stored === null) return noValue
  const median = isCount ? exact(stored.median) : quantity(stored.median, unit)
  const age = plural(Math.round(stored.ageDays), 'day')
  const change = stored.change === null || isCount ? '' : `${percentChange(stored.change)}, `
  return `${median} (${change}${statusWords[stored.status]}, ${age})`
}

/** @param margin how much worse head may be at most to be equivalent, where the result says so */
export function verdictText(
  verdict: Verdict,
  role: 'gate' | 'inform',
  isCount: boolean,
  margin?: number,
): string {
  const informs = role === 'inform' ? ' (informs only)' : ''
  switch (verdict.kind) {
    case 'regressed':
    case 'improved':
      return `${verdict.kind}${informs}`
    case 'equivalent':
      return isCount && verdict.upperBound === 0
        ? 'equal'
        : `equivalent, ${bound(verdict.upperBound, margin)}`
    case 'inconclusive':
      return verdict.detectableEffect === null
        ? 'inconclusive'
        : `inconclusive, detectable effect ${percent(verdict.detectableEffect)}`
    case 'invalid':
      return `invalid: ${verdict.reason}`
    case 'new':
    case 'missing':
      return verdict.kind
  }
}

/**
 * A gate of which nothing could be decided says why. Without a tolerance there was nothing to
 * decide by: the row says "not exact", and a warning which groups want a record, once for all of
 * them.
 */
export function counterVerdict({
  verdict,
  role,
  exact: isExact,
  tolerance,
}: CounterResult): string {
  const text = verdictText(verdict, role, isExact)
  if (verdict.kind !== 'inconclusive' || verdict.detectableEffect !== null) return text
  return tolerance === undefined ? text : `${text}, base has none of it`
}

function bound(upper: number, margin: number | undefined): string {
  if (upper <= 0) return 'not worse'
  const limit = margin === undefined ? '' : `, within its limit of ${percent(margin)}`
  return `at most ${percent(upper)} worse${limit}`
}
