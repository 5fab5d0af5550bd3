import { expect, it } from 'vitest'
import type { RunResult } from '../../../perf/result/document.ts'
import { endOf, scenariosMissing } from './whole-run.ts'

it('calls a regression of equal trees a false alarm, and no other end of a run', () => {
  const falseAlarm = 'regressed: a false alarm, because both arms were the same tree'
  expect(endOf({ kind: 'self-check', outcome: 'regressed' })).toBe(falseAlarm)
  expect(endOf({ kind: 'comparison', outcome: 'regressed' })).toBe('regressed')
  expect(endOf({ kind: 'self-check', outcome: 'passed' })).toBe('passed')
  expect(endOf({ kind: 'self-check', outcome: 'failed' })).toBe('failed')
})

it('asks for the scenarios that are measured together by default, and for no others', () => {
  const of = (...names: string[]) =>
    ({
      scenarios: names.map((name) => ({ name, status: { kind: 'measured' } })),
    }) as unknown as Pick<RunResult, 'scenarios'>
  expect(scenariosMissing(of('control', 'payments'))).toEqual(['reconciliation'])
  expect(scenariosMissing(of('control', 'payments', 'reconciliation'))).toEqual([])
})
