import { Value } from 'typebox/value'
import { expect, test } from 'vitest'
import { CodePlace } from '../result/evidence.ts'
import { codePlace } from './code-place.ts'

test('a function without a name is told as such', () => {
  expect(codePlace('', 'system/a.ts', 3)).toEqual({
    function: '(anonymous)',
    file: 'system/a.ts',
    line: 3,
  })
})

test('names of any length make a place that the evidence takes', () => {
  expect(Value.Check(CodePlace, codePlace('f'.repeat(2_000), 'd/'.repeat(2_000), 1))).toBe(true)
})
