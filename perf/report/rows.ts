import type {
  CounterResult,
  MetricResult,
  RunResult,
  ScenarioResult,
  Verdict,
} from '../result/document.ts'
import {
  counterChange,
  counterPrecision,
  counterValue,
  counterVerdict,
  detectableEffect,
  metricChange,
  metricInterval,
  storedText,
  verdictText,
} from './change.ts'
import { plainText } from './escape.ts'
import { isTotal } from '../result/counter-id.ts'
import { counterMeaning } from './meaning.ts'
import { noValue, percent } from './numbers.ts'
import { scaleFor } from './quantity.ts'
import { shortenApart } from './shorten.ts'
import { counterNotes, type ReadingNote, readingNotes } from './reading-notes.ts'
import { showsAnyChange } from './work-changes.ts'

/**
 * Every metric and counter of a run as a line of text, the most important first. All formatters
 * show these rows; they differ in escaping and layout only. Nothing in a row is escaped yet.
 */
export type Row = {
  readonly scenario: string
  readonly kind: 'metric' | 'counter'
  readonly role: 'gate' | 'inform'
  /** What kind of counter it is, e.g. "sql.calls"; empty for a metric. */
  readonly group: string
  readonly title: string
  /** A total over a group of counters. */
  readonly total: boolean
  /** A counter's whole statement, where it has one. */
  readonly statement: string | null
  readonly base: string
  readonly head: string
  readonly change: string
  readonly interval: string
  readonly stored: string
  readonly detectable: string
  readonly verdictKind: Verdict['kind']
  readonly verdict: string
  /** What the change means, where that can be said truthfully. */
  readonly meaning: string | null
  /** What must be said where this row is shown. */
  readonly notes: readonly ReadingNote[]
  /** 0 is the most important; `unchangedRank` and above is what a reader may skip. */
  readonly rank: number
  /** Orders rows of one rank. */
  readonly size: number
}

export const unchangedRank = 7

/** Head of the column that `detectable` stands in. */
export const detectableTitle = 'detectable effect'

/** The verdict where that column stands beside it, and must not be said twice. */
export function besideDetectable({ kind, verdictKind, verdict }: Row): string {
  return kind === 'metric' && verdictKind === 'inconclusive' ? verdictKind : verdict
}

export function rowsOf(result: RunResult): Row[] {
  return inOrder(result.scenarios.flatMap(scenarioRows))
}

/**
 * The headline tells regressions in this order, too: first what a user or a bill feels, the largest
 * first; then what was counted, of which calls to a service say most.
 */
export function inOrder<Item extends Ordered>(items: readonly Item[]): Item[] {
  return items.toSorted((a, b) => a.rank - b.rank || kindOrder(a) - kindOrder(b) || b.size - a.size)
}

type Ordered = Pick<Row, 'rank' | 'kind' | 'size'>

/** What is never exact follows from something else more often than it leads to it. */
const uncertain = -1

/**
 * A call to another service says what a change does; that more code ran says only that it does
 * something.
 */
export const counterSize = ({ group, exact }: CounterResult): number => {
  if (!exact) return uncertain
  if (/^(?:sql\.calls|redis|kafka\.messages|http\.calls)/.test(group)) return 2
  // Rows, blocks, WAL and bytes come of the calls.
  return /^(?:execution|memory\b|io\b)/.test(group) ? 0 : 1
}

export const metricSize = ({ change }: MetricResult): number =>
  change === null ? 0 : Math.abs(Math.log(change.ratio)) || 0

/** The rows of one scenario in the order of the document. */
export function scenarioRows(scenario: ScenarioResult): Row[] {
  return toldApart([
    ...scenario.metrics.map((metric) => metricRow(scenario, metric)),
    ...scenario.counters.map((counter) => counterRow(scenario, counter)),
  ])
}

const statementWidth = 80
const statementMost = 4_000

/** Statements whose titles were cut to the same text are cut again, from where they differ. */
function toldApart(rows: readonly Row[]): Row[] {
  const alike = Map.groupBy(rows, ({ group, title, statement }) =>
    statement === null ? null : `${group} ${title}`,
  )
  const titles = new Map(
    [...alike].flatMap(([key, own]) => {
      const texts = own.map(({ statement }) => plainText(statement ?? '', statementMost))
      if (key === null || new Set(texts).size < 2) return []
      const short = shortenApart(texts, statementWidth)
      return own.map((row, index) => [row, short[index] ?? row.title] as const)
    }),
  )
  return rows.map((row) => ({ ...row, title: titles.get(row) ?? row.title }))
}

export function metricRow(scenario: ScenarioResult, metric: MetricResult): Row {
  const scale = scaleFor(metric.unit, metric.base?.median ?? metric.head?.median)
  const detectable = detectableEffect(metric)
  return {
    scenario: scenario.name,
    kind: 'metric',
    role: metric.role,
    group: '',
    title: metric.title,
    total: false,
    statement: null,
    base: scale(metric.base?.median),
    head: scale(metric.head?.median),
    change: metricChange(metric),
    interval: metricInterval(metric),
    stored: storedText(metric.stored, metric.unit, false),
    detectable: detectable === null ? noValue : percent(detectable),
    verdictKind: metric.verdict.kind,
    verdict: verdictText(metric.verdict, metric.role, false, metric.margin),
    meaning: null,
    notes: readingNotes(metric),
    rank: rankOf(metric.verdict, metric.role),
    size: metricSize(metric),
  }
}

export function counterRow(scenario: ScenarioResult, counter: CounterResult): Row {
  return {
    scenario: scenario.name,
    kind: 'counter',
    role: counter.role,
    // "instructions, system" is the title already.
    group: counter.group.startsWith('instructions.') ? '' : counter.group,
    title: counter.title,
    total: isTotal(counter),
    statement: counter.detail,
    base: counterValue(counter.base),
    head: counterValue(counter.head),
    change: counterChange(counter),
    interval: counterPrecision(counter),
    stored: storedText(counter.stored, counter.unit, true),
    detectable: counterDetectable(counter),
    verdictKind: counter.verdict.kind,
    verdict: counterVerdict(counter),
    meaning: counterMeaning(counter, scenario.counters),
    notes: counterNotes(counter),
    rank: counterRank(counter),
    // Counts of different things have no order of size among them: the document's stays.
    size: counterSize(counter),
  }
}

function counterDetectable(counter: CounterResult): string {
  if (showsAnyChange(counter)) return 'any'
  return counter.tolerance === undefined ? noValue : percent(counter.tolerance)
}

/** A single counter explains a total: it is told with its statement, not among the findings. */
function counterRank(counter: CounterResult): number {
  const { verdict, role } = counter
  if (role === 'gate' || (counter.exact && isTotal(counter))) return rankOf(verdict, role)
  return Math.max(unchangedRank, gateRanks[verdict.kind])
}

const gateRanks: Readonly<Record<Verdict['kind'], number>> = {
  regressed: 0,
  missing: 1,
  invalid: 2,
  inconclusive: 4,
  improved: 5,
  new: 6,
  equivalent: 8,
}

function rankOf(verdict: Verdict, role: 'gate' | 'inform'): number {
  if (role === 'gate') return gateRanks[verdict.kind]
  if (verdict.kind === 'regressed') return 3
  return verdict.kind === 'missing'
    ? 6
    : Math.max(gateRanks[verdict.kind], verdict.kind === 'improved' ? 5 : unchangedRank)
}

const kindOrder = ({ kind }: Ordered) => (kind === 'metric' ? 0 : 1)
