import { executionTotal, isExactSum, isInstructions } from '../result/counter-id.ts'
import type { CounterResult, ScenarioResult } from '../result/document.ts'
import {
  type CounterPass,
  type CounterValue,
  recordingSchemaVersion,
  type ScenarioRecording,
} from '../result/recording.ts'

/**
 * What a scenario of a result document was judged from, as far as the document has it. `unusable`:
 * the run that measured it said that its timings are no evidence.
 */
export function recordingFrom(scenario: ScenarioResult, unusable: boolean): ScenarioRecording {
  const { name, title, kind, generations, invariants, load, evidence, warmUp } = scenario
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
    ...(evidence === undefined ? {} : { evidence }),
    ...(warmUp === undefined
      ? {}
      : { warmUpOperations: warmUp.operations, warmUpIsFlat: warmUp.isFlat }),
    ...(unusable ? { generatorSaturated: 'as the run that measured it said' } : {}),
  }
}

/**
 * The document keeps one value per arm, whether all passes agreed and how far apart the arms may
 * be; that is all that the judge reads of the passes, so two are written that say the same.
 */
function passesFrom(counters: readonly CounterResult[]): CounterPass[] {
  const given = counters.filter(({ id }) => !isDerived(id))
  if (given.length === 0) return []
  return (['base', 'head'] as const).flatMap((arm) =>
    ([1, 2] as const).map((pass) => ({ arm, pass, values: valuesOf(given, arm, pass) })),
  )
}

/**
 * The judge makes these by itself: sums of the members below them, and instructions out of the
 * evidence.
 */
function isDerived(id: string): boolean {
  if (id === executionTotal) return false
  return isExactSum(id) || isInstructions(id)
}

function valuesOf(
  counters: readonly CounterResult[],
  arm: 'base' | 'head',
  pass: 1 | 2,
): Record<string, CounterValue> {
  const values: Record<string, CounterValue> = Object.create(null)
  for (const counter of counters) {
    const { id, group, title, unit, detail } = counter
    const value = counter[arm]
    if (value === null) continue
    const apart = disagreement(counter, arm, value) / 2
    values[id] = {
      value: Math.max(0, pass === 1 ? value - apart : value + apart),
      group,
      title,
      unit,
      detail,
    }
  }
  return values
}

/**
 * Between the two passes of an arm, so that both mean `value` and disagree about the change by the
 * tolerance.
 */
function disagreement(
  { exact, tolerance, base }: CounterResult,
  arm: 'base' | 'head',
  value: number,
): number {
  if (exact) return 0
  const least = Math.max(value, 1) * 1e-6
  return tolerance === undefined || base === null || arm === 'base'
    ? least
    : Math.max(tolerance * base, least)
}
