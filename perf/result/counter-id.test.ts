import { expect, test } from 'vitest'
import { groupOf, isExactSum, isTotal, splitId, totalOf } from './counter-id.ts'

test("a group's total and the sum of its exact members are totals", () => {
  expect(isTotal({ id: 'sql.calls/total' })).toBe(true)
  expect(isTotal({ id: 'sql.calls/total-exact' })).toBe(true)
  expect([isExactSum('sql.calls/total'), isExactSum('sql.calls/total-exact')]).toEqual([
    false,
    true,
  ])
})

test('a statement that ends like one is none', () => {
  expect(isTotal({ id: 'sql.calls/select part/total' })).toBe(false)
  expect(isExactSum('sql.calls/select part/total-exact')).toBe(false)
  expect(isTotal({ id: '/total' })).toBe(false)
  expect(isTotal({ id: 'total' })).toBe(false)
})

test('a sum whose members depend on the run is compared within a run only, whatever its name', () => {
  expect(isExactSum('execution/total')).toBe(true)
  expect(isTotal({ id: 'execution/total' })).toBe(true)
})

test('a group ends at the first slash, and an id without a name is all group', () => {
  expect(groupOf('sql.calls/select 6 / 2')).toBe('sql.calls')
  expect(splitId('sql.calls/select 6 / 2')).toEqual(['sql.calls', 'select 6 / 2'])
  expect(splitId('total')).toEqual(['total', ''])
  expect(isTotal({ id: totalOf('sql.calls') })).toBe(true)
})
