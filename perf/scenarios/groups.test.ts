import { readFileSync } from 'node:fs'
import { join, matchesGlob } from 'node:path'
import { describe, expect, test } from 'vitest'
import { mainScenarios, repositoryFolder } from '../config.ts'
import { selectScenarios, scenarioNames } from '../session/run-scenarios.ts'
import { controlScenario } from '../result/control-scenario.ts'
import { groupNamePattern, groupsMost } from '../result/group-results.ts'
import { groupTable } from './group-table.ts'
import { globOf, scenarioGroups, selectGroups } from './groups.ts'

describe('the table of groups', () => {
  test('has each scenario in one group, and no scenario that is not there', () => {
    const grouped = groupTable.flatMap(({ scenarios }) => scenarios)
    const others = scenarioNames().filter((name) => name !== controlScenario)
    expect(grouped.toSorted()).toEqual(others)
  })

  test('gives the negative control to every group', () => {
    for (const { scenarios } of scenarioGroups) expect(scenarios).toContain(controlScenario)
  })

  test('has names that fit into those of artifacts, each once', () => {
    const names = scenarioGroups.map(({ name }) => name)
    for (const name of names) expect(name).toMatch(groupNamePattern)
    expect(new Set(names).size).toBe(names.length)
    expect(names.length).toBeLessThanOrEqual(groupsMost)
  })

  test('stands in the README as it is', () => {
    const readme = readFileSync(join(repositoryFolder, 'README.md'), 'utf8')
    const rows = [...readme.matchAll(/^\| `(\w+)` \| ((?:\w+, )*\w+)/gm)]
    const told = rows.map(([, name, scenarios]) => ({ name, scenarios: scenarios?.split(', ') }))
    expect(told).toEqual(groupTable)
  })

  test('has first what a run without names measures', () => {
    expect(mainScenarios).toBe('{payments,reconciliation,control}')
  })
})

describe('a choice of scenarios', () => {
  const groups = [
    { name: 'a', scenarios: ['payments', 'reconciliation', controlScenario] },
    { name: 'b', scenarios: ['fx', controlScenario] },
  ]
  const chosen = (glob: string | undefined) =>
    selectGroups(glob, groups).map(({ name, scenarios }) => `${name}: ${scenarios.join(' ')}`)

  test.each([
    [undefined, ['a: payments reconciliation control', 'b: fx control']],
    ['*', ['a: payments reconciliation control', 'b: fx control']],
    ['pay*', ['a: payments control']],
    ['{fx,reconciliation}', ['a: reconciliation control', 'b: fx control']],
    ['control', ['control: control']],
  ])('of %j leaves %j', (glob, expected) => {
    expect(chosen(glob)).toEqual(expected)
  })

  test('that names none is refused, with those there are', () => {
    expect(() => chosen('nothing')).toThrow(
      '--scenario "nothing" names no scenario of a group, expected one of payments, reconciliation, control, fx',
    )
  })
})

test('the glob of some names selects these and no other', () => {
  for (const names of [['control'], ['control', 'payments'], ['fx', 'netting', 'control']]) {
    expect(selectScenarios(globOf(names))).toEqual(names.toSorted())
  }
  expect(matchesGlob('payments2', globOf(['payments', 'fx']))).toBe(false)
})
