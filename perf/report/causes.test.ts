import { expect, test } from 'vitest'
import { causesOf } from './causes.ts'
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
})
