import { expect, test } from 'vitest'
import { baselinesAreMeasured } from './baselines.ts'
import { trackedFiles } from './repository.ts'

const stored = (scenario: string, schema = 'plumbline/baseline@1') =>
  baselinesAreMeasured([
    { path: `baselines/local-2cpu/${scenario}.json`, text: JSON.stringify({ schema, scenario }) },
  ])

test('every stored baseline is of a scenario that a group measures', () => {
  const files = trackedFiles()
  expect(files.map(({ path }) => path)).toContain('baselines/local-2cpu/payments.json')
  expect(baselinesAreMeasured(files)).toEqual([])
})

test('a baseline whose scenario left the table of groups is seen', () => {
  expect(stored('dropped')).toEqual([
    'baselines/local-2cpu/dropped.json is of scenario "dropped", which no group measures: ' +
      'put it into perf/scenarios/group-table.ts, or delete its baseline in this change, too',
  ])
})

test('those of the table and the control are let pass, and what is no baseline', () => {
  expect([stored('fx'), stored('control'), stored('dropped', 'plumbline/tolerances@1')]).toEqual([
    [],
    [],
    [],
  ])
})
