import { isExactSum } from '../result/counter-id.ts'
import type { ScenarioResult, Warning } from '../result/document.ts'
import { warning } from '../result/warning.ts'
import type { Baseline } from './document.ts'

/**
 * Exact counters gate against the store, too: work that crept in before this change was seen by nobody.
 * One that base and head already differ in is a finding of its own and is not repeated here.
 */
export function counterGates(scenario: ScenarioResult, baseline: Baseline): Warning[] {
  return scenario.counters.flatMap(({ id, role, stored, head, verdict }): Warning[] => {
    if (stored?.status !== 'changed' || role !== 'gate' || isExactSum(id)) return []
    const [now, then, commit] = [head ?? 0, stored.median, baseline.commit.slice(0, 12)]
    const figures = `${scenario.name}: ${id} is ${now} per operation, the baseline of ${commit} has ${then}`
    if (now < then) {
      const message = `${figures}: refresh the baseline to keep the gain`
      return [warning('counter-below-baseline', message)]
    }
    if (verdict.kind === 'regressed') return []
    const message = `${figures}: this change did not add it, an earlier one did; refresh the baseline if it is meant`
    return [{ code: 'counter-above-baseline', message, gate: true }]
  })
}

/** An exact gate of the baseline that is not exact here did not run, and must not be taken for passed. */
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
