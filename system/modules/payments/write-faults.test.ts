import pg from 'pg'
import { expect, test } from 'vitest'
import { DependencyUnavailable } from '../../platform/errors.ts'
import { writeFaultOf } from './write-faults.ts'

const withState = (code: string) =>
  Object.assign(new pg.DatabaseError('refused', 0, 'error'), { code })

test.each([
  ['23505', 'key-taken'],
  ['PB001', 'accounts-changed'],
  ['40P01', 'accounts-changed'],
  ['22021', 'about-data'],
  ['23514', 'about-data'],
  ['57P01', undefined],
])('SQLSTATE %s is %s', (code, fault) => {
  expect(writeFaultOf(withState(code))).toBe(fault)
})

test('what the database did not say is no fault of a statement', () => {
  expect(writeFaultOf(new DependencyUnavailable('postgres', new Error('gone')))).toBeUndefined()
})
