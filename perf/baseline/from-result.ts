import type { RunResult, ScenarioResult } from '../result/document.ts'
import { isExactSum } from '../result/counter-id.ts'
import { type Baseline, baselineSchemaVersion } from './document.ts'
import { instructionsOf } from './instructions.ts'

/** A median is known to no more than this, and a reviewed diff should show what changed. */
const significantDigits = 6

/**
 * What head measured, to be kept. Counters stay unrounded: they are compared for equality. Sums
 * whose members depend on the run are left out: next to another run's they would look like a
 * change.
 */
export function baselineFrom(result: RunResult, scenario: ScenarioResult): Baseline {
  const metrics = scenario.metrics.flatMap(({ id, title, unit, better, role, head }) => {
    if (head === null) return []
    const [median, spread] = [rounded(head.median), rounded(head.spread)]
    return [[id, { title, unit, better, role, median, spread, n: head.n }] as const]
  })
  const counters = scenario.counters.flatMap(({ id, title, unit, group, role, exact, head }) =>
    exact && head !== null && !isExactSum(id)
      ? [[id, { title, unit, group, role, value: head }] as const]
      : [],
  )
  const instructions = instructionsOf(scenario)
  return {
    schema: baselineSchemaVersion,
    scenario: scenario.name,
    title: scenario.title,
    kind: scenario.kind,
    commit: result.head.commit,
    measuredAt: result.startedAt,
    profile: result.profile,
    environment: result.fingerprint,
    metrics: Object.fromEntries(metrics),
    counters: Object.fromEntries(counters),
    ...(instructions === undefined ? {} : { instructions }),
  }
}

function rounded(value: number): number {
  return Number(value.toPrecision(significantDigits))
}
