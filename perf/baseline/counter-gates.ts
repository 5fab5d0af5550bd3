import { isExactSum } from '../result/counter-id.ts'
import type { ScenarioResult, Warning } from '../result/document.ts'
import { aboveBaselineCode, warning } from '../result/warning.ts'
import type { Baseline } from './document.ts'
import { isAlreadyInBase, outdatedWarnings, refreshOf } from './outdated.ts'

/**
 * Exact counters gate against the store, too, where base cannot say whose the work is. What base of
 * this same run has as well is told and fails nothing; what base and head differ in is a finding of
 * its own.
 */
export function counterGates(scenario: ScenarioResult, baseline: Baseline): Warning[] {
  const outdated: string[] = []
  const gates = scenario.counters.flatMap((counter): Warning[] => {
    const { id, role, stored, head, verdict } = counter
    if (stored?.status !== 'changed' || role !== 'gate' || isExactSum(id)) return []
    const [now, then, commit] = [head ?? 0, stored.median, baseline.commit.slice(0, 12)]
    const figures = `${scenario.name}: ${id} is ${now} per operation, the baseline of ${commit} has ${then}`
    if (now < then) {
      const message = `${figures}: refresh the baseline to keep the gain`
      return [warning('counter-below-baseline', message)]
    }
    if (verdict.kind === 'regressed') return []
    if (isAlreadyInBase(counter)) {
      outdated.push(`${id} is ${now} per operation, stored ${then}`)
      return []
    }
    const message = `${figures}, and base has none to compare with: refresh the baseline if it is meant, with ${refreshOf(baseline)}`
    return [{ code: aboveBaselineCode, message, gate: true }]
  })
  return [...gates, ...outdatedWarnings(scenario, outdated, baseline)]
}

/**
 * An exact gate of the baseline that is not exact here did not run, and must not be taken for
 * passed.
 */
export function inexactGates(scenario: ScenarioResult, baseline: Baseline): Warning[] {
  const gates = Object.entries(baseline.counters).filter(([, { role }]) => role === 'gate')
  const ids = new Set(gates.map(([id]) => id).filter((id) => !isExactSum(id)))
  return scenario.counters
    .filter(({ id, exact }) => !exact && ids.has(id))
    .map(({ id }) => {
      const message = `${scenario.name}: ${id} differs between passes of one arm, the baseline has it exact: that gate did not run`
      return warning('gate-not-run', message)
    })
}
