import type { CounterResult, RunResult, ScenarioResult, Warning } from '../result/document.ts'
import { judgeRun } from '../verdict/judge.ts'
import { decideOutcome } from '../verdict/outcome.ts'
import { policy, type ProfileName } from '../verdict/policy.ts'
import {
  type CounterPass,
  type CounterValue,
  recordingSchemaVersion,
  type ScenarioRecording,
} from '../result/recording.ts'

/**
 * Judges a stranger's result anew from its raw numbers, by this checkout's policy: the verdicts that it
 * carries were reached by the stranger's code. A document may accuse itself and never acquit itself: a
 * claimed failure stays, a claimed pass counts for nothing. The raw numbers remain forgeable, which is
 * why the comment informs and merges nothing.
 */
export function rejudge(claimed: RunResult): RunResult {
  const present = claimed.scenarios.filter(({ status }) => status.kind !== 'missing')
  const judgement = judgeRun({
    recordings: present.map(recordingFrom),
    profile: profileFrom(claimed.profile),
    seed: claimed.seed,
    machine: claimed.machine,
  })
  const judged = new Map(judgement.scenarios.map((scenario) => [scenario.name, scenario]))
  const scenarios = claimed.scenarios.map((scenario) => merged(scenario, judged.get(scenario.name)))
  const warnings = union(judgement.warnings, claimed.warnings)
  return {
    ...claimed,
    policy: policy.version,
    scenarios,
    warnings,
    outcome: decideOutcome(scenarios, warnings),
  }
}

function merged(claimed: ScenarioResult, judged: ScenarioResult | undefined): ScenarioResult {
  if (judged === undefined || claimed.status.kind === 'missing') return claimed
  const status = judged.status.kind === 'measured' ? claimed.status : judged.status
  return { ...judged, status }
}

function union(own: readonly Warning[], claimed: readonly Warning[]): Warning[] {
  const known = new Set(own.map(({ code, message }) => `${code} ${message}`))
  return [...own, ...claimed.filter(({ code, message }) => !known.has(`${code} ${message}`))]
}

function profileFrom(name: string): ProfileName {
  const known = Object.keys(policy.profiles) as ProfileName[]
  return known.find((candidate) => candidate === name) ?? 'pr'
}

function recordingFrom(scenario: ScenarioResult): ScenarioRecording {
  const { name, title, kind, generations, invariants, load } = scenario
  return {
    schema: recordingSchemaVersion,
    name,
    title,
    kind,
    generations,
    invariants,
    load,
    // Known to the policy or not: an unknown metric informs either way, under its own title.
    metricDescriptions: Object.fromEntries(
      scenario.metrics.map(({ id, title: said, unit, better }) => [
        id,
        { title: said, unit, better },
      ]),
    ),
    counters: passesFrom(scenario.counters),
    // Totals of requests are not in the document; what they led to is in the claimed status.
    requests: null,
  }
}

/** Sums that the judge adds by itself, from the members below them. */
const derivedTotal = /\/total-exact$/

/**
 * The document keeps one value per arm and whether all passes agreed; that is all that the judge reads
 * of the passes, so two are written that agree, or just do not.
 */
function passesFrom(counters: readonly CounterResult[]): CounterPass[] {
  const given = counters.filter(({ id }) => !derivedTotal.test(id))
  if (given.length === 0) return []
  return (['base', 'head'] as const).flatMap((arm) =>
    ([1, 2] as const).map((pass) => ({ arm, pass, values: valuesOf(given, arm, pass) })),
  )
}

function valuesOf(
  counters: readonly CounterResult[],
  arm: 'base' | 'head',
  pass: 1 | 2,
): Record<string, CounterValue> {
  const values: Record<string, CounterValue> = Object.create(null)
  for (const { id, group, title, unit, detail, exact, ...arms } of counters) {
    const value = arms[arm]
    if (value === null) continue
    const disagreement = exact || pass === 1 ? 0 : Math.max(value, 1) * 1e-6
    values[id] = { value: value + disagreement, group, title, unit, detail }
  }
  return values
}
