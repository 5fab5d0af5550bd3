import { expect, test } from 'vitest'
import { workChangesOf } from './work-changes.ts'
import { counterOf } from './fixture-builders.ts'
import { fixtures } from './fixtures.ts'

test('all that changed about one statement is one change', () => {
  const [first] = workChangesOf(fixtures.regression)
  expect(first).toMatchObject({
    kind: 'new',
    changes: ['sql.calls – → 1', 'sql.rows – → 1'],
    meaning: 'A statement that base does not run: 1 call per operation.',
  })
})

test('new statements come first, less work last', () => {
  expect(workChangesOf(fixtures.regression).map(({ kind }) => kind)).toEqual([
    'new',
    'new',
    'changed',
    'gone',
    'changed',
  ])
})

test('an unchanged run, an inexact counter and a total are no change of work', () => {
  expect(workChangesOf(fixtures.calm)).toEqual([])
  const [scenario] = fixtures.calm.scenarios
  if (scenario === undefined) throw new Error('expected a scenario')
  const more = { base: 1, head: 2 }
  const counters = [
    counterOf('sql.calls/SELECT 1', more, { exact: false }),
    counterOf('sql.calls/total', more),
    counterOf('sql.calls/total-exact', more),
  ]
  expect(workChangesOf({ ...fixtures.calm, scenarios: [{ ...scenario, counters }] })).toEqual([])
})

test('a statement that ends like a total is a change', () => {
  const [scenario] = fixtures.calm.scenarios
  if (scenario === undefined) throw new Error('expected a scenario')
  const counters = [counterOf('sql.calls/SELECT part/total', { base: 1, head: 2 })]
  const changes = workChangesOf({ ...fixtures.calm, scenarios: [{ ...scenario, counters }] })
  expect(changes.map(({ text }) => text)).toEqual(['SELECT part/total'])
})

test('a byte of WAL more, less than what matters, is no change of work', () => {
  const [scenario] = fixtures.calm.scenarios
  if (scenario === undefined) throw new Error('expected a scenario')
  const figures = { base: 1_433.5, head: 1_434.7 }
  const small = counterOf('wal.bytes/insert', figures, {
    verdict: { kind: 'equivalent', upperBound: 0.001 },
  })
  const large = counterOf('wal.bytes/update', figures, {
    verdict: { kind: 'regressed', effect: 0.04, pValue: null },
  })
  const changes = (counters: (typeof small)[]) =>
    workChangesOf({ ...fixtures.calm, scenarios: [{ ...scenario, counters }] })
  expect(changes([small])).toEqual([])
  expect(changes([large])).toHaveLength(1)
})
