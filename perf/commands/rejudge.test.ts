import { expect, test } from 'vitest'
import type { RunResult } from '../result/document.ts'
import { passesWith } from '../verdict/testing.ts'
import { rejudge } from './rejudge.ts'
import {
  acquitted,
  honestResult,
  paymentsGenerations,
  paymentsRecording,
  slowerResult,
} from './testing.ts'

test('an honest document is judged as it was', () => {
  const slower = paymentsGenerations({ cpuUsPerOpSystem: 1.1 })
  const more = passesWith(
    { 'sql.calls/a': 5, 'sql.calls/b': 1 },
    { 'sql.calls/a': 6, 'sql.calls/c': 1 },
  )
  for (const recording of [
    paymentsRecording(),
    paymentsRecording({ generations: slower }),
    paymentsRecording({ counters: more }),
  ]) {
    const honest = honestResult([recording])
    const judged = rejudge(honest)
    expect(judged.outcome).toBe(honest.outcome)
    expect(judged.scenarios[0]?.metrics).toEqual(honest.scenarios[0]?.metrics)
    const verdicts = (result: RunResult) =>
      result.scenarios[0]?.counters.map(({ id, exact, role, verdict }) => ({
        id,
        exact,
        role,
        verdict,
      }))
    expect(verdicts(judged)).toEqual(verdicts(honest))
    expect(judged.warnings).toEqual(honest.warnings)
  }
})

test('a claimed pass does not hide a slower metric', () => {
  const judged = rejudge(acquitted(slowerResult()))
  expect(judged.outcome).toBe('regressed')
  const cpu = judged.scenarios[0]?.metrics.find(({ id }) => id === 'cpuUsPerOpSystem')
  expect(cpu).toMatchObject({ role: 'gate', verdict: { kind: 'regressed' } })
})

test('a claimed pass does not hide one more statement', () => {
  const counters = passesWith({ 'sql.calls/a': 5 }, { 'sql.calls/a': 6 })
  expect(rejudge(acquitted(honestResult([paymentsRecording({ counters })]))).outcome).toBe(
    'regressed',
  )
})

test('a claimed pass does not hide a broken invariant', () => {
  const invariants = [
    { id: 'payments.money-conserved', title: '', arm: 'head' as const, violations: 1, sample: [] },
  ]
  expect(rejudge(acquitted(honestResult([paymentsRecording({ invariants })]))).outcome).toBe(
    'failed',
  )
})

test('a claimed failure, a vanished scenario and a gating warning stay', () => {
  const honest = honestResult([paymentsRecording()])
  const [scenario] = honest.scenarios
  if (scenario === undefined) throw new Error('expected a scenario')
  const status = {
    kind: 'failed' as const,
    reason: '3 % of requests failed in head',
    arm: 'head' as const,
  }
  const missing = { ...scenario, name: 'gone', status: { kind: 'missing' as const } }
  const warning = { code: 'baseline-missing', message: 'none', gate: true }
  expect(rejudge({ ...honest, scenarios: [{ ...scenario, status }] }).outcome).toBe('failed')
  expect(rejudge({ ...honest, scenarios: [scenario, missing] }).outcome).toBe('failed')
  expect(rejudge({ ...honest, warnings: [warning] }).outcome).toBe('failed')
})

test('too few generations decide nothing, whatever is claimed', () => {
  const generations = paymentsGenerations().slice(0, 2)
  expect(rejudge(acquitted(honestResult([paymentsRecording({ generations })]))).outcome).toBe(
    'invalid',
  )
})

test('a counter named like a property of objects is a counter', () => {
  const counters = passesWith({ 'sql.calls/__proto__': 1 }, { 'sql.calls/__proto__': 2 })
  const judged = rejudge(honestResult([paymentsRecording({ counters })]))
  expect(judged.scenarios[0]?.counters.map(({ id }) => id)).toContain('sql.calls/__proto__')
})
