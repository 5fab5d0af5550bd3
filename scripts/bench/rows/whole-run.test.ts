import { expect, it } from 'vitest'
import { endOf } from './whole-run.ts'

it('calls a regression of equal trees a false alarm, and no other end of a run', () => {
  const falseAlarm = 'regressed: a false alarm, because both arms were the same tree'
  expect(endOf({ kind: 'self-check', outcome: 'regressed' })).toBe(falseAlarm)
  expect(endOf({ kind: 'comparison', outcome: 'regressed' })).toBe('regressed')
  expect(endOf({ kind: 'self-check', outcome: 'passed' })).toBe('passed')
  expect(endOf({ kind: 'self-check', outcome: 'failed' })).toBe('failed')
})
