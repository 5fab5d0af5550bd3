import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { serialiseBaseline } from '../baseline/document.ts'
import { baselineFrom } from '../baseline/from-result.ts'
import type { RunResult } from '../result/document.ts'
import { passesWith } from '../verdict/testing.ts'
import { rejudge } from './rejudge.ts'
import {
  acquitted,
  calmResult,
  honestResult,
  paymentsGenerations,
  paymentsRecording,
  slowerResult,
} from './testing.ts'

const folder = mkdtempSync(join(tmpdir(), 'plumbline-baselines-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function judgedAgain(claimed: RunResult, scenarioGlob = '*', baselinesFolder = '/none'): RunResult {
  return rejudge(claimed, { baselinesFolder, scenarioGlob, now: new Date(claimed.startedAt) })
}

/** What the judge alone warns of, without what stored baselines add. */
const ofJudge = (warnings: RunResult['warnings']) =>
  warnings.filter(({ code }) => !code.startsWith('baseline-'))

test('an honest document is judged as it was', () => {
  const slower = paymentsGenerations({ cpuUsPerOpSystem: 1.1 })
  const more = passesWith(
    { 'sql.calls/a': 5, 'sql.calls/b': 1 },
    { 'sql.calls/a': 6, 'sql.calls/c': 1 },
  )
  const executed = passesWith({ 'execution/total': 50_000 }, { 'execution/total': 52_000 })
  for (const recording of [
    paymentsRecording(),
    paymentsRecording({ generations: slower }),
    paymentsRecording({ counters: more }),
    paymentsRecording({ counters: executed }),
  ]) {
    const honest = honestResult([recording])
    const again = judgedAgain(honest)
    expect(again.outcome).toBe(honest.outcome)
    expect(again.scenarios[0]?.metrics).toEqual(honest.scenarios[0]?.metrics)
    const verdicts = (result: RunResult) =>
      result.scenarios[0]?.counters.map(({ id, exact, role, verdict }) => ({
        id,
        exact,
        role,
        verdict,
      }))
    expect(verdicts(again)).toEqual(verdicts(honest))
    expect(ofJudge(again.warnings)).toEqual(ofJudge(honest.warnings))
  }
})

test('instructions are judged once more from their repetitions, and appear once', () => {
  const reading = (head: number[]) => ({
    process: 'system' as const,
    base: [783_000, 783_400, 782_800],
    head,
    functions: [],
  })
  const counted = (head: number[]) =>
    honestResult([
      paymentsRecording({
        evidence: {
          instructions: { kind: 'counted', tools: 'valgrind', readings: [reading(head)] },
        },
      }),
    ])
  const again = judgedAgain(acquitted(counted([799_000, 799_500, 798_700])))
  const instructions = again.scenarios[0]?.counters.filter(({ unit }) => unit === 'instructions')
  expect(instructions).toMatchObject([{ role: 'inform', verdict: { kind: 'regressed' } }])
  expect(again.outcome).toBe('passed')
})

test('a run that was judged by another policy or an unknown profile says so', () => {
  const again = judgedAgain({ ...calmResult(), policy: '0', profile: 'lenient' })
  expect(again.warnings.filter(({ code }) => code === 'judged-anew')).toMatchObject([
    { message: `The run was judged by policy "0", here by policy ${again.policy}` },
    { message: 'The run was judged by profile "lenient", unknown here, and here by pr' },
  ])
})

test('what a saturated generator measured is no evidence the second time either', () => {
  const honest = honestResult([
    paymentsRecording({
      generations: paymentsGenerations({ cpuUsPerOpSystem: 1.1 }),
      generatorSaturated: 'dispatch lag p99 80 ms',
    }),
  ])
  expect(honest.outcome).toBe('invalid')
  const again = judgedAgain(honest)
  expect(again.outcome).toBe('invalid')
  expect(again.scenarios[0]?.status).toEqual(honest.scenarios[0]?.status)
  const verdicts = ({ scenarios }: RunResult) => scenarios[0]?.metrics.map(({ verdict }) => verdict)
  expect(verdicts(again)).toEqual(verdicts(honest))
})

test('nor is what base measured while its requests failed', () => {
  const requests = {
    base: { completed: 90, failed: 10 },
    head: { completed: 100, failed: 0 },
  }
  const generations = paymentsGenerations({ cpuUsPerOpSystem: 1.1 })
  const honest = honestResult([paymentsRecording({ generations, requests })])
  expect(honest.outcome).toBe('invalid')
  expect(judgedAgain(honest).outcome).toBe('invalid')
})

test('how good the judge is on a lane is said by its own record, never by the document', () => {
  const flattering = {
    lane: 'local-2cpu',
    profile: 'pr',
    selfChecks: { runs: 9_999, falseAlarms: 0, couldNotMeasure: 0, rateAtMost: 0 },
    harmless: { runs: 0, falseAlarms: 0, rateAtMost: 1 },
    planted: { runs: 0, caught: 0, missed: 0, inconclusive: 0, falseAlarms: 0 },
    causes: { stated: 0, right: 0 },
    detectable: [],
  }
  expect(judgedAgain({ ...calmResult(), judge: flattering })).not.toHaveProperty('judge')
})

test('a stranger does not say why: a claimed cause without evidence is dropped', () => {
  const claimed = slowerResult()
  const causes = [
    { kind: 'function', title: 'blame him', detail: null, place: null, touched: true, weight: 1 },
  ] as const
  const scenarios = claimed.scenarios.map((scenario) => ({ ...scenario, causes: [...causes] }))
  for (const scenario of judgedAgain({ ...claimed, scenarios }).scenarios) {
    expect(scenario.causes).toBeUndefined()
  }
})

test('a claimed pass does not hide a slower metric', () => {
  const again = judgedAgain(acquitted(slowerResult()))
  expect(again.outcome).toBe('regressed')
  const cpu = again.scenarios[0]?.metrics.find(({ id }) => id === 'cpuUsPerOpSystem')
  expect(cpu).toMatchObject({ role: 'gate', verdict: { kind: 'regressed' } })
})

test('a claimed pass does not hide one more statement', () => {
  const counters = passesWith({ 'sql.calls/a': 5 }, { 'sql.calls/a': 6 })
  expect(judgedAgain(acquitted(honestResult([paymentsRecording({ counters })]))).outcome).toBe(
    'regressed',
  )
})

test('a claimed pass does not hide a broken invariant', () => {
  const invariants = [
    { id: 'payments.money-conserved', title: '', arm: 'head' as const, violations: 1, sample: [] },
  ]
  expect(judgedAgain(acquitted(honestResult([paymentsRecording({ invariants })]))).outcome).toBe(
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
  expect(judgedAgain({ ...honest, scenarios: [{ ...scenario, status }] }).outcome).toBe('failed')
  expect(judgedAgain({ ...honest, scenarios: [scenario, missing] }).outcome).toBe('failed')
  expect(judgedAgain({ ...honest, warnings: [warning] }).outcome).toBe('failed')
})

test('a scenario whose head died has failed here, too, with nothing measured of it', () => {
  const failure = { reason: 'the head system ended by itself', arm: 'head' as const }
  const died = honestResult([paymentsRecording({ generations: [], counters: [], failure })])
  const again = judgedAgain(died)
  expect(again.outcome).toBe('failed')
  expect(again.scenarios[0]?.status).toEqual({ kind: 'failed', ...failure })
})

test('too few generations decide nothing, whatever is claimed', () => {
  const generations = paymentsGenerations().slice(0, 2)
  expect(judgedAgain(acquitted(honestResult([paymentsRecording({ generations })]))).outcome).toBe(
    'invalid',
  )
})

test('a counter named like a property of objects is a counter', () => {
  const counters = passesWith({ 'sql.calls/__proto__': 1 }, { 'sql.calls/__proto__': 2 })
  const again = judgedAgain(honestResult([paymentsRecording({ counters })]))
  expect(again.scenarios[0]?.counters.map(({ id }) => id)).toContain('sql.calls/__proto__')
})

describe("the default branch's baselines", () => {
  function storeBaselines(result: RunResult): void {
    const lane = join(folder, result.fingerprint.lane)
    mkdirSync(lane, { recursive: true })
    for (const scenario of result.scenarios) {
      writeFileSync(
        join(lane, `${scenario.name}.json`),
        serialiseBaseline(baselineFrom(result, scenario)),
      )
    }
  }

  test('gate a scenario that the run left out, when it was asked for', () => {
    const honest = honestResult([paymentsRecording(), paymentsRecording({ name: 'other' })])
    storeBaselines(honest)
    const without = { ...honest, scenarios: honest.scenarios.slice(0, 1) }
    expect(judgedAgain(without, '*', folder)).toMatchObject({ outcome: 'failed' })
    expect(judgedAgain(without, 'payments', folder).outcome).toBe('passed')
    const [metric] = judgedAgain(without, 'payments', folder).scenarios[0]?.metrics ?? []
    expect(metric?.stored).toMatchObject({ status: 'within-spread' })
  })

  test("that are broken are our fault, not the artifact's", () => {
    const broken = join(folder, 'broken')
    const honest = honestResult([paymentsRecording()])
    mkdirSync(join(broken, honest.fingerprint.lane), { recursive: true })
    writeFileSync(join(broken, honest.fingerprint.lane, 'payments.json'), '{')
    const attempt = () => judgedAgain(honest, '*', broken)
    expect(attempt).toThrow('stored baselines of this checkout cannot be read')
    expect(attempt).toThrow(expect.objectContaining({ code: 'prerequisite' }))
  })

  test('are looked up in a folder of this checkout, whatever lane is claimed', () => {
    const honest = honestResult([paymentsRecording()])
    const fingerprint = { ...honest.fingerprint, lane: '../../../etc' }
    expect(() => judgedAgain({ ...honest, fingerprint }, '*', folder)).toThrow('names no lane')
  })
})
