import { matchesGlob } from 'node:path'
import { KnownFailure } from '../errors.ts'
import { controlScenario } from '../result/control-scenario.ts'
import { groupTable } from './group-table.ts'

/** Scenarios that one job measures in one run, on one machine, judged as one family. */
export interface ScenarioGroup {
  readonly name: string
  /** Names, the negative control last. */
  readonly scenarios: readonly string[]
}

export const scenarioGroups: readonly ScenarioGroup[] = groupTable.map(({ name, scenarios }) => ({
  name,
  scenarios: [...scenarios, controlScenario],
}))

/** What is measured where nobody names scenarios: the first group of the table. */
export const firstGroup = scenarioGroups[0] as ScenarioGroup

/**
 * The groups, each with those of its scenarios that `glob` names and the control; one that keeps
 * none is left out. Without a glob all of them. Throws KnownFailure('usage') where nothing is left.
 */
export function selectGroups(
  glob: string | undefined,
  groups: readonly ScenarioGroup[] = scenarioGroups,
): readonly ScenarioGroup[] {
  if (glob === undefined) return groups
  const selected = groups.flatMap(({ name, scenarios }) => {
    const kept = scenarios.filter((each) => each !== controlScenario && matchesGlob(each, glob))
    return kept.length === 0 ? [] : [{ name, scenarios: [...kept, controlScenario] }]
  })
  if (selected.length > 0) return selected
  if (matchesGlob(controlScenario, glob)) {
    return [{ name: controlScenario, scenarios: [controlScenario] }]
  }
  const known = groups.flatMap(({ scenarios }) => scenarios)
  throw new KnownFailure(
    'usage',
    `--scenario "${glob}" names no scenario of a group, expected one of ${[...new Set(known)].join(', ')}`,
  )
}

/**
 * Matches these names and no other; a list of one has no braces, which would stand for themselves.
 */
export function globOf(names: readonly string[]): string {
  return names.length === 1 ? (names[0] as string) : `{${names.join(',')}}`
}
