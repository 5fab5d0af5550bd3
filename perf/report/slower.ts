import { anonymous } from '../code-places/code-place.ts'
import { exactSumOf, isTotal, totalOf } from '../result/counter-id.ts'
import type { CounterResult, MetricResult, RunResult, ScenarioResult } from '../result/document.ts'
import { counterChange, metricChange } from './change.ts'
import { plainText } from './escape.ts'
import { inSentence } from './in-sentence.ts'
import { manyOf, nounsOf } from './meaning.ts'
import { exact, plural } from './numbers.ts'
import { counterSize, inOrder, metricSize, type Row } from './rows.ts'

/**
 * What regressed, in a sentence that can be taken in at once: the table and the causes say the
 * rest.
 */
export const headlineLength = 120

const shownFindings = 3
const nameLength = 60
const titleLength = 110

/**
 * "Slower: payments +11.2 % CPU (system), throughput −5.62 % – spoken (payment-row.ts:108)": as
 * many of the regressions as there is room for, at least one, in the order of the table's rows.
 *
 * @param taken characters that stand before it in the same headline
 */
export function slowerText(result: RunResult, taken = 0): string {
  const findings = regressions(result)
  const texts = Array.from({ length: Math.min(shownFindings, findings.length) }, (_, index) =>
    sentence(findings, index + 1),
  )
  const [first = ''] = texts
  return texts.findLast(({ length }) => taken + length <= headlineLength) ?? first
}

export function hasRegressions(result: RunResult): boolean {
  return regressions(result).length > 0
}

function sentence(findings: readonly Finding[], shown: number): string {
  const told = Map.groupBy(findings.slice(0, shown), ({ scenario }) => scenario)
  const scenarios = [...told].map(
    ([scenario, own]) =>
      `${plainText(scenario.name, nameLength)} ${own.map(({ text }) => text).join(', ')}`,
  )
  const left = findings.length - shown
  const more = left > 0 ? `; and ${left} more` : ''
  return `${wordFor(findings)}: ${scenarios.join('; ')}${more}${causePlace(findings)}`
}

function wordFor(findings: readonly Finding[]): string {
  const metrics = findings.flatMap(({ metric }) => metric ?? [])
  if (metrics.length === 0) return 'More work'
  return metrics.every(({ unit }) => unit.startsWith('bytes')) ? 'Costlier' : 'Slower'
}

/** Where the first cause of what is named first lies, if the change touched it. */
function causePlace([first]: readonly Finding[]): string {
  const [cause] = first?.scenario.causes ?? []
  if (cause?.touched !== true || cause.place === null || cause.place.file === '') return ''
  const { function: name, file, line } = cause.place
  const base = file.slice(file.lastIndexOf('/') + 1)
  const place = plainText(line === 0 ? base : `${base}:${line}`, nameLength)
  return name === '' || name === anonymous
    ? ` – ${place}`
    : ` – ${plainText(name, nameLength)} (${place})`
}

interface Finding extends Pick<Row, 'rank' | 'kind' | 'size'> {
  readonly scenario: ScenarioResult
  readonly text: string
  readonly metric?: MetricResult
}

function regressions(result: RunResult): Finding[] {
  const gate = (item: MetricResult | CounterResult) =>
    item.role === 'gate' && item.verdict.kind === 'regressed'
  const findings = result.scenarios.flatMap((scenario): Finding[] => [
    ...scenario.metrics.filter(gate).map((metric) => ({
      rank: 0,
      kind: 'metric' as const,
      size: metricSize(metric),
      scenario,
      text: metricPhrase(metric),
      metric,
    })),
    ...toldOnce(scenario.counters.filter(gate)).map((counter) => ({
      rank: 0,
      kind: 'counter' as const,
      size: counterSize(counter),
      scenario,
      text: counterPhrase(counter),
    })),
  ])
  return inOrder(findings)
}

/**
 * The sum of a group's exact members says how much it is; that of all of them would say it again.
 */
function toldOnce(counters: readonly CounterResult[]): readonly CounterResult[] {
  const ids = new Set(counters.map(({ id }) => id))
  return counters.filter(({ id, group }) => id !== totalOf(group) || !ids.has(exactSumOf(group)))
}

/** "+11.2 % CPU (system)" of a cost, "throughput −5.62 %" of anything else. */
function metricPhrase(metric: MetricResult): string {
  const change = metricChange(metric)
  const title = shortTitle(metric.title)
  const costs = metric.title.includes(perOperation) && (metric.change?.ratio ?? 0) > 1
  return costs ? `${change} ${title}` : `${title} ${change}`
}

const perOperation = ' per operation'

/** "CPU per operation, system" is "CPU (system)". */
function shortTitle(title: string): string {
  return inSentence(plainText(title, titleLength))
    .replace(perOperation, '')
    .replace(/, (\w+)$/, ' ($1)')
}

/** "4 SQL calls instead of 3": an operation's, as everything that is counted. */
function counterPhrase(counter: CounterResult): string {
  const [base, head] = [counter.base ?? 0, counter.head ?? 0]
  if (isTotal(counter) && counter.exact) {
    const [one, many] = nounsOf(counter)
    return `${plural(head, one, many)} instead of ${exact(base)}`
  }
  if (isTotal(counter)) {
    return `${counterChange(counter)} ${manyOf(counter) ?? shortTitle(counter.title)}`
  }
  const what = `${plainText(counter.group, nameLength)} ${plainText(counter.title, titleLength)}`
  return `${what} ${exact(base)} → ${exact(head)}`
}
