import type { MetricResult, RunResult } from '../result/document.ts'
import { aboveBaselineCode, objectiveMissedCode, unmeasuredGroup } from '../result/warning.ts'
import { detectableEffect, metricChange } from './change.ts'
import { plainText } from './escape.ts'
import { inSentence } from './in-sentence.ts'
import { percent, plural } from './numbers.ts'
import { hasRegressions, headlineLength, slowerText } from './slower.ts'

/** The verdict of a run in one sentence of plain text, not escaped. */
export type Headline = {
  readonly tone: 'bad' | 'good' | 'calm' | 'unsure'
  readonly text: string
}

const shownFindings = 2

export function headlineOf(result: RunResult): Headline {
  switch (result.outcome) {
    case 'failed':
      return { tone: 'bad', text: withUnmeasured(failedText(result), result) }
    case 'invalid':
      return { tone: 'unsure', text: `Could not measure: ${invalidReason(result)}` }
    case 'regressed':
      return { tone: 'bad', text: withUnmeasured(regressedText(result), result) }
    case 'passed':
      return passed(result)
  }
}

/** What was seen is the news; what nobody looked at must not pass for calm. */
function withUnmeasured(text: string, result: RunResult): string {
  const [first, ...more] = unmeasuredGroups(result)
  return first === undefined
    ? text
    : `${text}. Not measured: ${first}${andMore(more.length, 'group')}`
}

function unmeasuredGroups({ joined, warnings }: RunResult): string[] {
  if (joined === undefined) return []
  return warnings.filter(({ code }) => code === unmeasuredGroup).map(({ message }) => message)
}

function failedText(result: RunResult): string {
  const gates = result.warnings.filter((warning) => warning.gate)
  const broken = [...brokenInvariants(result), ...vanished(result), ...failures(result)]
  const slower = hasRegressions(result)
  const isOldNews = broken.length === 0 && gates.every(({ code }) => oldNews.has(code))
  // What this change made slower is the news.
  if (slower && isOldNews) return `${regressedText(result)}. ${failedBy(gates)}`
  const reasons = broken.length > 0 ? broken : gates.map(({ message }) => `Failed: ${message}`)
  const [first = 'Failed', ...more] = reasons
  const failed = `${clauses(first)}${andMore(more.length, 'reason')}`
  return slower ? `${failed}. ${slowerText(result, failed.length + 2)}` : failed
}

/**
 * An objective may have been missed for long, and a stored baseline been left by an earlier change.
 */
const oldNews: ReadonlySet<string> = new Set([objectiveMissedCode, aboveBaselineCode])

function failedBy(gates: RunResult['warnings']): string {
  const counted = (code: string) => gates.filter((warning) => warning.code === code).length
  const [missed, above] = [counted(objectiveMissedCode), counted(aboveBaselineCode)]
  return `Failed: ${[
    ...(missed > 0 ? [`${plural(missed, 'objective')} missed`] : []),
    ...(above > 0 ? [`${plural(above, 'counter')} above the stored baseline`] : []),
  ].join(', ')}`
}

/** As many whole clauses as a headline has room for; the list below it has the rest. */
function clauses(text: string): string {
  const line = plainText(text, headlineLength * 8)
  if (line.length <= headlineLength) return line
  const end = Math.max(
    ...[': ', '; ', ', '].map((mark) => line.slice(0, headlineLength).lastIndexOf(mark)),
  )
  return end > headlineLength / 2 ? line.slice(0, end) : plainText(line, headlineLength)
}

function brokenInvariants(result: RunResult): string[] {
  return result.scenarios.flatMap((scenario) =>
    scenario.invariants
      .filter((invariant) => invariant.violations > 0)
      .map(
        (invariant) =>
          `Wrong: ${scenario.name} breaks an invariant in ${invariant.arm} (${plural(invariant.violations, 'violation')}): ${invariant.title}`,
      ),
  )
}

function vanished(result: RunResult): string[] {
  return result.scenarios.flatMap((scenario) => [
    ...(scenario.status.kind === 'missing'
      ? [`Incomplete: scenario ${scenario.name} has a baseline and was not run`]
      : []),
    ...[...scenario.metrics, ...scenario.counters]
      .filter((item) => item.verdict.kind === 'missing' && item.role === 'gate')
      .map((item) => `Incomplete: ${scenario.name} no longer reports ${inSentence(item.title)}`),
  ])
}

function failures(result: RunResult): string[] {
  // A broken invariant has been said already, with its name: the status would say it again.
  return result.scenarios
    .filter(({ invariants }) => invariants.every((invariant) => invariant.violations === 0))
    .flatMap(({ name, status }) =>
      status.kind === 'failed' ? [`Failed: ${name}: ${status.reason}`] : [],
    )
}

function invalidReason(result: RunResult): string {
  const scenarios = result.scenarios.flatMap(({ name, status }) =>
    status.kind === 'invalid' ? [`${name}: ${status.reason}`] : [],
  )
  const gates = result.warnings.filter((warning) => warning.gate).map((warning) => warning.message)
  const reasons = [...unmeasuredGroups(result), ...scenarios, ...undecided(result), ...gates]
  const [first = 'no scenario was run', ...more] = reasons
  return `${first}${andMore(more.length, 'reason')}`
}

/** A scenario may have run well and still not have enough pairs for a verdict. */
function undecided(result: RunResult): string[] {
  return result.scenarios
    .filter(({ kind, status }) => kind !== 'control' && status.kind === 'measured')
    .flatMap(({ name, metrics }) => {
      const gates = metrics.filter(({ role }) => role === 'gate')
      if (gates.length === 0) return [`${name} reported no gate metric`]
      const open = gates.filter(
        ({ verdict }) => verdict.kind === 'inconclusive' && verdict.detectableEffect === null,
      )
      if (open.length === 0) return []
      return [
        `${name}: too few valid pairs to decide ${open.length} of ${plural(gates.length, 'gate metric')}`,
      ]
    })
}

function regressedText(result: RunResult): string {
  const text = slowerText(result)
  if (result.kind === 'comparison') return text
  return `False alarm: base and head are the same tree, yet ${inSentence(text)}`
}

function passed(result: RunResult): Headline {
  const gates = result.scenarios.flatMap((scenario) =>
    scenario.metrics.filter((metric) => metric.role === 'gate'),
  )
  if (gates.length === 0 && result.kind === 'comparison') {
    return { tone: 'unsure', text: 'Nothing was judged: no scenario with a gate was run' }
  }
  const open = gates.filter((metric) => metric.verdict.kind === 'inconclusive')
  const unsure = unsureText(open, gates.length, result.kind)
  // Where every gate is open, that none of them fell says nothing.
  const calm = open.length === gates.length && gates.length > 0 ? 'unsure' : 'calm'
  if (result.kind === 'self-check') {
    return {
      tone: calm,
      text: `Self-check passed: the same tree was not judged slower than itself${unsure}`,
    }
  }
  const faster = result.scenarios.flatMap((scenario) =>
    scenario.metrics
      .filter((metric) => metric.role === 'gate' && metric.verdict.kind === 'improved')
      .map((metric) => `${scenario.name}: ${inSentence(metric.title)} ${metricChange(metric)}`),
  )
  if (faster.length > 0) {
    const text = `Faster: ${faster.slice(0, shownFindings).join('; ')}${andMore(faster.length - shownFindings, 'improvement')}${unsure}`
    return { tone: 'good', text }
  }
  return { tone: calm, text: `Nothing got slower${unsure}` }
}

/** What the open gates could not see, by the judge's own figures. */
function unsureText(open: readonly MetricResult[], gates: number, kind: RunResult['kind']): string {
  if (open.length === 0) return ''
  const effects = open.flatMap((metric) => detectableEffect(metric) ?? [])
  const counts = `; ${open.length} of ${plural(gates, 'gate metric')} inconclusive`
  if (effects.length === 0) return counts
  const [least, most] = [Math.min(...effects), Math.max(...effects)].map(percent)
  const worst = least === most ? '' : ` (in the worst, ${most})`
  const missed = kind === 'self-check' ? 'may be missed here' : 'may have been missed'
  const where = open.length === 1 ? 'in it' : 'in them'
  return `${counts}: ${where} a regression of less than ${least}${worst} ${missed}`
}

const andMore = (count: number, what: string) =>
  count > 0 ? `; and ${plural(count, `more ${what}`)}` : ''
