import { exactSumOf, groupOf, isExactSum, isTotal } from '../result/counter-id.ts'
import type { CounterResult, ScenarioResult, Warning } from '../result/document.ts'
import type { ScenarioRecording } from '../result/recording.ts'
import type { ScenarioTolerances } from '../result/tolerances.ts'
import { warning } from '../result/warning.ts'
import { own } from './own.ts'
import { counterPolicy, policy } from './policy.ts'

/** Why a counter that should gate decided nothing. */
export function counterWarnings(
  { evidence }: ScenarioRecording,
  { name, counters }: ScenarioResult,
  tolerances: ScenarioTolerances,
): Warning[] {
  const instructions = evidence?.instructions
  return [
    ...(instructions?.kind === 'skipped' ? [notCounted(name, instructions.reason)] : []),
    ...counters.flatMap((counter) => undecided(name, counter)),
    ...inexactTotals(name, counters),
    ...unrecordedGroups(name, counters, tolerances),
  ]
}

function notCounted(name: string, reason: string): Warning {
  const message = `${name}: instructions were not counted, that gate did not run: ${reason}`
  return warning('instructions-skipped', message)
}

/** No generation more would decide it: it is counted once per run. */
function undecided(name: string, { id, role, verdict }: CounterResult): Warning[] {
  if (role !== 'gate' || verdict.kind !== 'inconclusive') return []
  const { detectableEffect: seen } = verdict
  const why =
    seen === null
      ? 'cannot be compared, for base has none of it or its readings are unusable: nothing was decided about it'
      : `scatters between equal passes: its detectable effect is ${(seen * 100).toFixed(1)} %`
  return [warning('gate-undecided', `${name}: ${id} ${why}`)]
}

/**
 * A group that should be exact, was not, has no exact part and is not known to scatter decides
 * nothing.
 */
function inexactTotals(name: string, counters: readonly CounterResult[]): Warning[] {
  const ids = new Set(counters.map(({ id }) => id))
  return counters
    .filter((counter) => isTotal(counter) && counter.role === 'inform' && !counter.exact)
    .filter(({ id }) => {
      const group = groupOf(id)
      return counterPolicy(group).kind === 'exact' && !ids.has(exactSumOf(group))
    })
    .map(({ id }) => {
      const message = `${name}: ${id} differs between passes of one arm, and by how much it may is not known: that gate did not run`
      return warning('gate-not-run', message)
    })
}

/**
 * What never is exact gates by what self-checks have taught, and informs until they have taught
 * enough. That is said once for all groups of a scenario: on a new lane it is true of every run,
 * and no news in any.
 */
function unrecordedGroups(
  name: string,
  counters: readonly CounterResult[],
  tolerances: ScenarioTolerances,
): Warning[] {
  const groups = counters
    .filter((counter) => isTotal(counter) && !isExactSum(counter.id) && counter.role === 'inform')
    .map(({ id }) => groupOf(id))
    .filter((group) => counterPolicy(group).kind === 'tolerated')
  if (groups.length === 0) return []
  const taught = Map.groupBy(groups, (group) => own(tolerances, group)?.comparisons ?? 0)
  const parts = [...taught].map(([count, some], index) => {
    const what = index === 0 ? ' self-checks on record' : ''
    return `${some.join(', ')} (${count} of ${policy.tolerance.neededComparisons}${what})`
  })
  return [warning('gate-not-run', `${name}: no gate yet for ${parts.join(', ')}`)]
}
