import { isTotal } from '../result/counter-id.ts'
import type { CounterResult, MetricResult } from '../result/document.ts'
import { plainText } from './escape.ts'
import { percentChange, plural } from './numbers.ts'
import { scaleFor } from './quantity.ts'

/**
 * What a reader must be told of a row whose figures seem to contradict each other. Every formatter
 * says it where such a row is shown, in these words. Nothing here is escaped.
 */
export type ReadingNote =
  | 'medians-apart'
  | 'equivalent-beside-zero'
  | 'inconclusive-beside-zero'
  | 'more-code'

const texts: Readonly<Record<ReadingNote, string>> = {
  'medians-apart':
    'the change points the other way than the two medians. It is estimated from the pairs (head / base within one generation), in which what both arms shared cancels; each median is of one arm over all generations. The verdict goes by the pairs.',
  'equivalent-beside-zero':
    'the interval leaves out zero, so there may be a change. Equivalent says that head is not worse by as much as matters, not that nothing changed.',
  'inconclusive-beside-zero':
    'the interval leaves out zero, so head is likely worse. It is of this metric alone; a verdict has to hold for all metrics of the run together, and more generations decide it (profile pr takes up to 24, thorough always).',
  'more-code':
    'more of the own code runs in an operation, counted exactly and without a clock; it may cost much or nothing (README, What exact counters decide).',
}
const metricNotes = [
  'medians-apart',
  'equivalent-beside-zero',
  'inconclusive-beside-zero',
] as const satisfies readonly ReadingNote[]
const order: readonly ReadingNote[] = [...metricNotes, 'more-code']

/**
 * By the figures as they are shown: what rounding hides puzzles nobody. Of what only informs there
 * is much more, and more noise, so that nearly every report would have the note; it decides
 * nothing.
 */
export function readingNotes(metric: MetricResult): ReadingNote[] {
  if (metric.role === 'inform') return []
  const isTold = {
    'medians-apart': mediansApart,
    'equivalent-beside-zero': equivalentBesideZero,
    'inconclusive-beside-zero': inconclusiveBesideZero,
  }
  return metricNotes.filter((note) => isTold[note](metric))
}

/** What a count of code means is not clear to who meets it first. */
export function counterNotes(counter: CounterResult): ReadingNote[] {
  const isCode = counter.group === 'execution' && isTotal(counter)
  return isCode && counter.verdict.kind === 'regressed' ? ['more-code'] : []
}

function mediansApart({ base, head, change, unit }: MetricResult): boolean {
  if (base === null || head === null || change === null) return false
  const scale = scaleFor(unit, base.median)
  if (scale(base.median) === scale(head.median) || isShownAsZero(change.ratio)) return false
  return head.median > base.median ? change.ratio < 1 : change.ratio > 1
}

function equivalentBesideZero({ verdict, change }: MetricResult): boolean {
  return verdict.kind === 'equivalent' && besideZero(change) !== undefined
}

/** On the worse side only: that something may have become faster is no reason to measure again. */
function inconclusiveBesideZero({ verdict, change, better }: MetricResult): boolean {
  const worse = better === 'lower' ? 'above' : 'below'
  return verdict.kind === 'inconclusive' && besideZero(change) === worse
}

/** Where the whole interval of a change lies, if it leaves out zero. */
function besideZero(change: MetricResult['change']): 'above' | 'below' | undefined {
  const { low = null, high = null } = change ?? {}
  if (low !== null && low > 1 && !isShownAsZero(low)) return 'above'
  return high !== null && high < 1 && !isShownAsZero(high) ? 'below' : undefined
}

const isShownAsZero = (ratio: number) => percentChange(ratio - 1) === percentChange(0)

interface NotedRow {
  readonly scenario: string
  readonly title: string
  readonly notes: readonly ReadingNote[]
}

const namesMost = 3
const nameLength = 60

/** A sentence or two for each kind of note among these rows, with the rows that it is about. */
export function noteTexts(rows: readonly NotedRow[]): string[] {
  return order.flatMap((note) => {
    const names = rows
      .filter(({ notes }) => notes.includes(note))
      .map(({ scenario, title }) => plainText(`${scenario} ${title}`, nameLength))
    if (names.length === 0) return []
    const left = names.length - namesMost
    const more = left > 0 ? `; and ${plural(left, 'more row')}` : ''
    return [`${names.slice(0, namesMost).join('; ')}${more}: ${texts[note]}`]
  })
}
