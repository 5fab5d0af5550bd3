import { Value } from 'typebox/value'
import { expect, test } from 'vitest'
import { RunResult } from '../result/document.ts'
import { fixtureNames, fixtures } from './fixtures.ts'

test.each(fixtureNames)('the example run "%s" is a valid result document', (name) => {
  expect([...Value.Errors(RunResult, fixtures[name])]).toEqual([])
})

test('the example runs cover every outcome', () => {
  const outcomes = new Set(fixtureNames.map((name) => fixtures[name].outcome))
  expect([...outcomes].sort()).toEqual(['failed', 'invalid', 'passed', 'regressed'])
})
