import type { CounterResult, MetricResult, RunResult, ScenarioResult } from '../result/document.ts'
import { counterChange, detectableEffect, metricChange } from './change.ts'
import { plainText } from './escape.ts'
import { exactSumOf, isTotal, totalOf } from '../result/counter-id.ts'
import { unmeasuredGroup } from '../result/warning.ts'
import { insteadOf, manyOf } from './meaning.ts'
import { exact, percent, plural } from './numbers.ts'
import { counterSize, inOrder, metricSize, type Row } from './rows.ts'

/** The verdict of a run in one sentence of plain text, not escaped. */
export type Headline = {
  readonly tone: 'bad' | 'good' | 'calm' | 'unsure'
  readonly text: string
}

const shownFindings = 2
const nameLength = 60
const titleLength = 110

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
  const reasons = broken.length > 0 ? broken : gates.map(({ message }) => `Failed: ${message}`)
  const [first = 'Failed', ...more] = reasons
  const failed = `${first}${andMore(more.length, 'reason')}`
  if (regressions(result).length === 0) return failed
  // An objective may have been missed for long; what this change made slower is the news.
  const isOldNews = broken.length === 0 && gates.every(({ code }) => code === 'objective-missed')
  return isOldNews
    ? `${regressedText(result)}. And ${inSentence(failed)}`
    : `${failed}. And ${inSentence(slowerText(result))}`
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

function slowerText(result: RunResult): string {
  const findings = regressions(result)
  const metrics = findings.flatMap((finding) => ('metric' in finding ? [finding.metric] : []))
  const word = metrics.length === 0 ? 'More work' : metrics.every(isSize) ? 'Costlier' : 'Slower'
  const texts = findings.map((finding) => finding.text)
  return `${word}: ${texts.slice(0, shownFindings).join('; ')}${andMore(texts.length - shownFindings, 'regression')}`
}

type Finding = Pick<Row, 'rank' | 'kind' | 'size'> & {
  readonly text: string
  readonly metric?: MetricResult
}

/** Regressed gates in the order of the table's rows. */
function regressions(result: RunResult): Finding[] {
  const gate = (item: MetricResult | CounterResult) =>
    item.role === 'gate' && item.verdict.kind === 'regressed'
  const findings = result.scenarios.flatMap((scenario): Finding[] => [
    ...scenario.metrics.filter(gate).map((metric) => ({
      rank: 0,
      kind: 'metric' as const,
      size: metricSize(metric),
      text: metricPhrase(scenario, metric),
      metric,
    })),
    ...toldOnce(scenario.counters.filter(gate)).map((counter) => ({
      rank: 0,
      kind: 'counter' as const,
      size: counterSize(counter),
      text: counterPhrase(scenario, counter),
    })),
  ])
  return inOrder(findings)
}

/** The sum of a group's exact members says how much it is; that of all of them would say it again. */
function toldOnce(counters: readonly CounterResult[]): readonly CounterResult[] {
  const ids = new Set(counters.map(({ id }) => id))
  return counters.filter(({ id, group }) => id !== totalOf(group) || !ids.has(exactSumOf(group)))
}

function metricPhrase(scenario: ScenarioResult, metric: MetricResult): string {
  const change = metricChange(metric)
  const name = plainText(scenario.name, nameLength)
  const title = titleInSentence(metric.title)
  const costs = metric.title.includes('per operation') && (metric.change?.ratio ?? 0) > 1
  return costs ? `${name} needs ${change} ${title}` : `${name}: ${title} ${change}`
}

/** "CPU per operation, system" is "CPU per operation (system)". */
function titleInSentence(title: string): string {
  return inSentence(plainText(title, titleLength)).replace(/, (\w+)$/, ' ($1)')
}

function counterPhrase(scenario: ScenarioResult, counter: CounterResult): string {
  const name = plainText(scenario.name, nameLength)
  if (isTotal(counter) && counter.exact) return `${name}: ${insteadOf(counter)}`
  if (isTotal(counter)) {
    const what = manyOf(counter) ?? titleInSentence(counter.title)
    return `${name} needs ${counterChange(counter)} ${what}, per operation`
  }
  const what = `${plainText(counter.group, nameLength)} ${plainText(counter.title, titleLength)}`
  return `${name}: ${what}: ${exact(counter.base ?? 0)} → ${exact(counter.head ?? 0)} per operation`
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

const isSize = (metric: MetricResult) => metric.unit.startsWith('bytes')
const andMore = (count: number, what: string) =>
  count > 0 ? `; and ${plural(count, `more ${what}`)}` : ''

/** "Throughput" inside a sentence is "throughput"; "CPU" stays. */
function inSentence(text: string): string {
  const title = plainText(text, titleLength * 4)
  return /^\p{Lu}\p{Ll}/u.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title
}
