import { error, notice, warning } from '@actions/core'
import type { RunResult, ScenarioResult, Verdict } from '../result/document.ts'

/**
 * Annotations on the run: what a reader of the checks tab sees without opening anything. GitHub shows
 * ten of a level per step, so what does not fit is counted in the last one.
 */
export interface Annotation {
  readonly level: 'error' | 'warning'
  readonly title: string
  readonly message: string
}

export const annotationsPerLevel = 10

export function annotationsOf(result: RunResult): Annotation[] {
  const errors = result.scenarios.flatMap(errorsOf)
  const warnings = result.warnings.map(({ code, message, gate }): Annotation => ({
    level: gate ? 'error' : 'warning',
    title: `perf: ${code}`,
    message,
  }))
  const all = [...errors, ...warnings]
  return [...capped(all, 'error'), ...capped(all, 'warning')]
}

/** Writes workflow commands to standard output, where the runner reads them. */
export function announce(annotations: readonly Annotation[], outcome: RunResult['outcome']): void {
  for (const { level, title, message } of annotations) {
    if (level === 'error') error(message, { title })
    else warning(message, { title })
  }
  if (annotations.length === 0) notice(`perf ${outcome}: nothing to point at`, { title: 'perf' })
}

function errorsOf(scenario: ScenarioResult): Annotation[] {
  const { status } = scenario
  if (status.kind === 'failed') return [ofScenario(scenario, 'failed', status.reason)]
  if (status.kind === 'missing') {
    return [ofScenario(scenario, 'missing', 'the baseline knows this scenario, this run does not')]
  }
  if (status.kind === 'invalid') {
    return [{ ...ofScenario(scenario, 'not measured', status.reason), level: 'warning' }]
  }
  return [...scenario.metrics, ...scenario.counters]
    .filter(({ role }) => role === 'gate')
    .flatMap(({ title, verdict }) => ofVerdict(scenario, title, verdict) ?? [])
}

function ofVerdict(
  scenario: ScenarioResult,
  title: string,
  verdict: Verdict,
): Annotation | undefined {
  if (verdict.kind === 'regressed') {
    const percent = (verdict.effect * 100).toFixed(1)
    return ofScenario(scenario, 'regressed', `${title} is ${percent} % worse than base`)
  }
  if (verdict.kind === 'missing') {
    return ofScenario(scenario, 'missing', `${title} is in the baseline but not in this run`)
  }
  return undefined
}

function ofScenario(scenario: ScenarioResult, state: string, message: string): Annotation {
  return { level: 'error', title: `perf: ${scenario.name} ${state}`, message }
}

function capped(annotations: readonly Annotation[], level: Annotation['level']): Annotation[] {
  const ofLevel = annotations.filter((annotation) => annotation.level === level)
  if (ofLevel.length <= annotationsPerLevel) return ofLevel
  const shown = ofLevel.slice(0, annotationsPerLevel - 1)
  const hidden = ofLevel.length - shown.length
  return [
    ...shown,
    { level, title: `perf: ${hidden} more`, message: 'see the job summary for all of them' },
  ]
}
