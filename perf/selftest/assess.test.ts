import { expect, test } from 'vitest'
import type { MetricResult, RunResult, Verdict } from '../result/document.ts'
import type { Cause } from '../result/evidence.ts'
import { assess, isCauseRight, nothingPlanted, type Truth } from './assess.ts'
import { resultOf } from './testing.ts'

const truth: Truth = {
  harmful: true,
  gates: ['cpuUsPerOpSystem', 'sql.calls'],
  causes: [{ kinds: ['statement'], names: /from account/ }],
}

const regressed: Verdict = { kind: 'regressed', effect: 0.05, pValue: 0.001 }
const equivalent: Verdict = { kind: 'equivalent', upperBound: 0.01 }
const inconclusive: Verdict = { kind: 'inconclusive', detectableEffect: 0.09 }

function run(
  verdicts: Readonly<Record<string, Verdict>>,
  differs: Partial<RunResult> = {},
  role: MetricResult['role'] = 'gate',
): RunResult {
  return resultOf({ verdicts, role, ...differs })
}

test('a planted change is caught when a gate that it moves regresses', () => {
  expect(assess(run({ cpuUsPerOpSystem: regressed }, { outcome: 'regressed' }), truth)).toBe(
    'caught',
  )
})

test('a counter is covered by the name of its group', () => {
  const result = run({ 'sql.calls/total': regressed }, { outcome: 'regressed' })
  expect(assess(result, truth)).toBe('caught')
  expect(assess(result, { ...truth, gates: ['sql'] })).toBe('false')
})

test('an alarm about what the change cannot move is false, also for one that does harm', () => {
  const result = run({ latencyMsP95: regressed, cpuUsPerOpSystem: equivalent })
  expect(assess(result, truth)).toBe('false')
  expect(assess(result, nothingPlanted)).toBe('false')
})

test('a regression that only informs is no alarm', () => {
  const result = run({ cpuUsPerOpSystem: regressed }, {}, 'inform')
  expect(assess(result, truth)).toBe('inconclusive')
  expect(assess(result, nothingPlanted)).toBe('inconclusive')
})

test('missed needs the gate that tells most decided, or every other where that one did not run', () => {
  const both = { cpuUsPerOpSystem: equivalent, 'sql.calls/total': inconclusive }
  expect(assess(run(both), truth)).toBe('missed')
  expect(assess(run({ 'sql.calls/total': inconclusive }), truth)).toBe('inconclusive')
  expect(assess(run({ cpuUsPerOpSystem: equivalent }), truth)).toBe('missed')
  expect(assess(run({ cpuUsPerOpSystem: inconclusive }), truth)).toBe('inconclusive')
})

test('equal arms that pass are clean, whatever is undecided', () => {
  expect(assess(run({ cpuUsPerOpSystem: inconclusive }), nothingPlanted)).toBe('clean')
})

test('a run without a gate is inconclusive: what cannot alarm proves nothing by silence', () => {
  expect(assess(run({}), nothingPlanted)).toBe('inconclusive')
})

test('a run that could not measure is inconclusive, with and without a plant', () => {
  const invalid = run(
    { cpuUsPerOpSystem: { kind: 'invalid', reason: 'steal' } },
    { outcome: 'invalid' },
  )
  expect([assess(invalid, truth), assess(invalid, nothingPlanted)]).toEqual([
    'inconclusive',
    'inconclusive',
  ])
})

test('a system that failed, or a stored baseline that is out of date, says nothing of the judge', () => {
  const failed = run({ cpuUsPerOpSystem: regressed }, { outcome: 'failed' })
  const [scenario] = failed.scenarios
  const scenarios = [
    { ...scenario, status: { kind: 'failed' as const, reason: 'an invariant', arm: null } },
  ]
  expect(assess({ ...failed, scenarios } as RunResult, truth)).toBe('broken')
  expect(assess(run({ cpuUsPerOpSystem: equivalent }, { outcome: 'failed' }), nothingPlanted)).toBe(
    'broken',
  )
})

const cause: Cause = {
  kind: 'statement',
  title: 'SELECT … is new',
  detail: 'select balance from account',
  place: null,
  touched: false,
  weight: null,
}

test.each([
  ['the first cause names it', [cause], true],
  ['the third names it', [other(1), other(2), cause], true],
  ['the fourth names it, which nobody reads', [other(1), other(2), other(3), cause], false],
  ['the kind is another', [{ ...cause, kind: 'lock' as const }], false],
  ['the statement is another', [{ ...cause, detail: 'select 1' }], false],
  ['none is stated', [], false],
])('when %s', (_, causes, right) => {
  const result = resultOf({ verdicts: { cpuUsPerOpSystem: regressed }, causes })
  expect(isCauseRight(result, 'caught', truth)).toBe(right)
})

test('a cause is looked for by the function and file of its place, too', () => {
  const place = { function: 'checksum', file: 'system/platform/http/auth.ts', line: 3 }
  const result = resultOf({ verdicts: {}, causes: [{ ...cause, detail: null, place }] })
  const expected = { ...truth, causes: [{ kinds: ['statement' as const], names: /auth\.ts/ }] }
  expect(isCauseRight(result, 'caught', expected)).toBe(true)
  const inferred = { ...cause, detail: null, place, onlyChangedFile: true }
  const guess = resultOf({ verdicts: {}, causes: [inferred] })
  expect(isCauseRight(guess, 'caught', expected)).toBe(false)
})

test('there is nothing to explain where nothing was caught', () => {
  expect(isCauseRight(resultOf({ verdicts: {}, causes: [cause] }), 'missed', truth)).toBeNull()
})

function other(weight: number): Cause {
  return { ...cause, kind: 'lock', weight }
}
