import { expect, test } from 'vitest'
import { causesOf } from './causes.ts'
import { counterOf } from './fixture-builders.ts'
import { fixtures } from './fixtures.ts'

test('all that changed about one statement is one cause', () => {
  const [first] = causesOf(fixtures.regression)
  expect(first).toMatchObject({
    kind: 'new',
    changes: ['sql.calls – → 1', 'sql.rows – → 1'],
    meaning: 'A statement that base does not run: 1 call per operation.',
  })
})

test('new statements come first, less work last', () => {
  expect(causesOf(fixtures.regression).map(({ kind }) => kind)).toEqual([
    'new',
    'new',
    'changed',
    'gone',
    'changed',
  ])
})

test('an unchanged run, an inexact counter and a total are no cause', () => {
  expect(causesOf(fixtures.calm)).toEqual([])
  const [scenario] = fixtures.calm.scenarios
  if (scenario === undefined) throw new Error('expected a scenario')
  const more = { base: 1, head: 2 }
  const counters = [
    counterOf('sql.calls/SELECT 1', more, { exact: false }),
    counterOf('sql.calls/total', more),
    counterOf('sql.calls/total-exact', more),
  ]
  expect(causesOf({ ...fixtures.calm, scenarios: [{ ...scenario, counters }] })).toEqual([])
})

test('a statement that ends like a total is a cause', () => {
  const [scenario] = fixtures.calm.scenarios
  if (scenario === undefined) throw new Error('expected a scenario')
  const counters = [counterOf('sql.calls/SELECT part/total', { base: 1, head: 2 })]
  const causes = causesOf({ ...fixtures.calm, scenarios: [{ ...scenario, counters }] })
  expect(causes.map(({ text }) => text)).toEqual(['SELECT part/total'])
})
