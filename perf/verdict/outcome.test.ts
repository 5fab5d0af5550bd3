import { expect, test } from 'vitest'
import type { MetricResult, ScenarioResult, Verdict } from '../result/document.ts'
import { decideOutcome, exitCodeOf } from './outcome.ts'

function scenario(verdict: Verdict, changes: Partial<ScenarioResult> = {}): ScenarioResult {
  const metric: MetricResult = {
    id: 'latencyMsP50',
    title: 'Latency p50',
    unit: 'ms',
    better: 'lower',
    role: 'gate',
    base: null,
    head: null,
    change: null,
    stored: null,
    verdict,
  }
  return {
    name: 'payments',
    title: 'Pay',
    kind: 'journey',
    status: { kind: 'measured' },
    metrics: [metric],
    counters: [],
    invariants: [],
    generations: [],
    load: null,
    ...changes,
  }
}
const regressed: Verdict = { kind: 'regressed', effect: 0.1, pValue: 0.004 }
const equivalent: Verdict = { kind: 'equivalent', upperBound: 0.02 }
const invalid = { kind: 'invalid', reason: 'generator' } as const

test.each([
  ['equivalent passes', [scenario(equivalent)], 'passed'],
  [
    'inconclusive passes when the run could name what it would have seen',
    [scenario({ kind: 'inconclusive', detectableEffect: 0.08 })],
    'passed',
  ],
  [
    'inconclusive for want of pairs has not measured',
    [scenario({ kind: 'inconclusive', detectableEffect: null })],
    'invalid',
  ],
  ['a regressed gate', [scenario(equivalent), scenario(regressed)], 'regressed'],
  [
    'a regression outranks a scenario that could not be measured',
    [scenario(regressed), scenario(equivalent, { status: invalid })],
    'regressed',
  ],
  [
    'a failed scenario outranks a regression',
    [
      scenario(regressed),
      scenario(equivalent, { status: { kind: 'failed', reason: 'x', arm: null } }),
    ],
    'failed',
  ],
  ['a vanished scenario', [scenario(equivalent, { status: { kind: 'missing' } })], 'failed'],
  ['a gate metric that vanished', [scenario({ kind: 'missing' })], 'failed'],
  [
    'a scenario without a gate metric has not measured',
    [scenario(equivalent, { metrics: [] })],
    'invalid',
  ],
  [
    'a control needs none',
    [scenario(equivalent), scenario(equivalent, { kind: 'control', metrics: [] })],
    'passed',
  ],
  ['nothing at all has not measured', [], 'invalid'],
] as const)('%s', (_, scenarios, outcome) => {
  expect(decideOutcome(scenarios, [])).toBe(outcome)
})

test('what informs never decides', () => {
  const informing = scenario(equivalent)
  const metrics = [
    ...informing.metrics,
    { ...(informing.metrics[0] as MetricResult), role: 'inform' as const, verdict: regressed },
  ]
  expect(decideOutcome([{ ...informing, metrics }], [])).toBe('passed')
})

test('a gate warning fails the run, another one does not', () => {
  const warning = { code: 'x', message: 'x', gate: true }
  expect(decideOutcome([scenario(equivalent)], [warning])).toBe('failed')
  expect(decideOutcome([scenario(equivalent)], [{ ...warning, gate: false }])).toBe('passed')
})

test('exit codes: 0 passed, 1 regressed or failed, 2 could not measure', () => {
  expect((['passed', 'regressed', 'failed', 'invalid'] as const).map(exitCodeOf)).toEqual([
    0, 1, 1, 2,
  ])
})
