import { describe, expect, test } from 'vitest'
import { KnownFailure } from '../errors.ts'
import type { Outcome, RunResult } from '../result/document.ts'
import { type ExpectedGroup, type JoinInput, joinGroups } from './join-groups.ts'
import { calm, control, judge, payments, slower } from './testing-runs.ts'
import { decideOutcome } from './outcome.ts'

/** What a group of these scenarios would have written; the scenarios are all like payments. */
function resultOf(scenarios: readonly string[], changes: Partial<RunResult> = {}): RunResult {
  return { ...document, ...judgementOf(scenarios, calm), ...changes }
}

function judgementOf(scenarios: readonly string[], factors: typeof calm) {
  return judge([...scenarios.map((name) => payments(factors, { name })), control(wobbleOfControl)])
}

const wobbleOfControl = calm.map(() => ({ latencyMsP50: 1.001, spinMs: 0.999 }))

const revision = { ref: 'a', commit: 'a'.repeat(40), dirty: false, tree: '1' }
const machine = { stealPercent: 0, fdatasyncMsP50: null, fdatasyncMsP99: null, loadAverage1: 1 }
const document: Omit<RunResult, 'scenarios' | 'warnings' | 'outcome'> = {
  schema: 'plumbline/result@1',
  runId: 'run',
  startedAt: '2026-11-22T10:00:00.000Z',
  durationMs: 100_000,
  seed: 1,
  profile: 'pr',
  policy: '4',
  kind: 'comparison',
  base: revision,
  head: { ...revision, commit: 'b'.repeat(40), tree: '2' },
  fingerprint: {
    lane: 'local-2cpu',
    cpuModel: 'x',
    cores: 2,
    memoryBytes: 1,
    os: 'linux',
    node: '26',
    postgres: '18',
    redis: '7',
    kafka: '4',
    autocannon: '9',
    provider: 'embedded',
    durability: 'process-crash',
  },
  machine,
  reproduce: 'npm run perf -- --seed 1',
}

const expected: readonly ExpectedGroup[] = [
  { name: 'main', scenarios: ['payments', 'control'] },
  { name: 'interbank', scenarios: ['fx', 'control'] },
]
const main = (changes: Partial<RunResult> = {}) => ({
  group: 'main',
  result: resultOf(['payments'], changes),
})
const interbank = (changes: Partial<RunResult> = {}) => ({
  group: 'interbank',
  result: resultOf(['fx'], changes),
})
const join = (measured: JoinInput['measured'], more: Partial<JoinInput> = {}) =>
  joinGroups({ measured, expected, ...more })

describe('the outcome of joined groups', () => {
  test('is passed where all passed, and there is a result of each', () => {
    expect(join([main(), interbank()]).outcome).toBe('passed')
  })

  const outcomes: readonly Outcome[] = ['passed', 'invalid', 'regressed', 'failed']
  test.each(outcomes.flatMap((a, rank) => outcomes.slice(0, rank + 1).map((b) => [a, b] as const)))(
    'of %s and %s is %0$s, whichever comes first',
    (worse, better) => {
      const outcomeOf = (a: Outcome, b: Outcome) =>
        join([main({ outcome: a }), interbank({ outcome: b })]).outcome
      expect([outcomeOf(worse, better), outcomeOf(better, worse)]).toEqual([worse, worse])
    },
  )

  test('is the one that all scenarios in one document would have', () => {
    const regressed = judgementOf(['fx'], slower('cpuUsPerOpSystem', 1.1))
    const joined = join([main(), interbank(regressed)])
    expect(joined.outcome).toBe('regressed')
    expect(decideOutcome(joined.scenarios, joined.warnings)).toBe('regressed')
  })

  test('is invalid, never passed, where a group is missing, and says which', () => {
    const joined = join([main()])
    expect(joined.outcome).toBe('invalid')
    expect(joined.warnings[0]).toEqual({
      code: 'group-unmeasured',
      message: 'group interbank left no result: nobody measured fx',
      gate: false,
    })
  })

  test('stays regressed where a group is missing beside one that regressed', () => {
    expect(join([main({ outcome: 'regressed' })]).outcome).toBe('regressed')
  })

  test('is invalid where a group lacks a scenario of its own', () => {
    const joined = join([main(), { group: 'interbank', result: resultOf([]) }])
    expect([joined.outcome, joined.warnings[0]?.message]).toEqual([
      'invalid',
      'group interbank did not measure fx',
    ])
  })

  test('asks for scenarios: where a change moved them to another group, nothing is missing', () => {
    const all = { group: 'main', result: resultOf(['payments', 'fx']) }
    expect(join([all]).outcome).toBe('passed')
  })

  test('is invalid where a group of nothing but the control is missing, too', () => {
    const groups = [...expected, { name: 'idle', scenarios: ['control'] }]
    const joined = join([main(), interbank()], { expected: groups })
    expect([joined.outcome, joined.warnings[0]?.message]).toEqual([
      'invalid',
      'group idle left no result',
    ])
  })

  test('is invalid where a result was refused, with the reason', () => {
    const reasons = new Map([['interbank', 'its result is no zip']])
    const joined = join([main()], { reasons })
    expect([joined.outcome, joined.warnings[0]?.message]).toEqual([
      'invalid',
      'group interbank: its result is no zip',
    ])
  })

  test('is invalid where the run failed and every result passed: no result tells what failed', () => {
    const both = [main(), interbank()]
    expect(join(both, { ended: 'success' }).outcome).toBe('passed')
    for (const ended of ['failure', 'cancelled', 'skipped']) {
      const joined = join(both, { ended })
      expect([joined.outcome, joined.warnings[0]?.message]).toEqual([
        'invalid',
        `the run ended as ${ended}, and the results that there are all passed`,
      ])
    }
    expect(join([main({ outcome: 'regressed' }), interbank()], { ended: 'failure' }).outcome).toBe(
      'regressed',
    )
  })
})

describe('groups that cannot be joined', () => {
  const other = { ...revision, commit: 'c'.repeat(40) }
  const { fingerprint } = document
  test.each<[string, Partial<RunResult>]>([
    ['base', { base: other }],
    ['tree of base', { base: { ...revision, tree: '9' } }],
    ['head', { head: { ...other, tree: '2' } }],
    ['tree of head', { head: { ...document.head, tree: '9' } }],
    ['lane', { fingerprint: { ...fingerprint, lane: 'local-4cpu' } }],
    ['profile', { profile: 'quick' }],
    ['policy', { policy: '3' }],
    ['schema', { schema: 'plumbline/result@0' as RunResult['schema'] }],
  ])('are those of another %s', (what, changes) => {
    const failure = failureOf(() => join([main(), interbank(changes)]))
    expect(failure.code).toBe('input')
    expect(failure.message).toMatch(
      new RegExp(`^group interbank has ${what} ".*", expected ".*" as in main$`),
    )
  })

  test('are none: each of them is named', () => {
    const failure = failureOf(() => join([]))
    expect([failure.code, failure.message]).toEqual([
      'input',
      'group main left no result: nobody measured payments, control; group interbank left no result: nobody measured fx, control, expected a result of each group',
    ])
  })
})

describe('a joined document', () => {
  test('is the only result itself where one group is all that was asked for', () => {
    const only = main()
    const joined = join([only], { expected: expected.slice(0, 1) })
    expect(joined).toBe(only.result)
  })

  test('has every scenario once, controls with the name of their group', () => {
    const names = join([main(), interbank()]).scenarios.map(({ name }) => name)
    expect(names).toEqual(['payments', 'control (main)', 'fx', 'control (interbank)'])
  })

  test('keeps of each group what is its own', () => {
    const looks = { declared: [8, 16], taken: [8] }
    const { joined } = join([main({ seed: 7, looks }), interbank({ seed: 8, durationMs: 5 })])
    expect(joined?.groups).toMatchObject([
      { name: 'main', seed: 7, looks, scenarios: ['payments', 'control (main)'] },
      { name: 'interbank', seed: 8, durationMs: 5, scenarios: ['fx', 'control (interbank)'] },
    ])
    expect(joined?.groups[1]).not.toHaveProperty('looks')
  })

  test('says to what the error rates of its families add up', () => {
    expect(join([main(), interbank()]).joined?.falseAlarmRate).toBeCloseTo(0.02, 12)
  })

  test('tells warnings with their group, and once what all groups say', () => {
    const said = (message: string) => ({ code: 'c', message, gate: false })
    const warnings = [said('busy'), said('here only')]
    const joined = join([main({ warnings }), interbank({ warnings: [said('busy')] })])
    expect(joined.warnings.map(({ message }) => message)).toEqual(['busy', 'main: here only'])
  })

  test('takes as long as its slowest group, and repeats them all', () => {
    const joined = join([
      main({ startedAt: '2026-11-22T10:00:09.000Z', reproduce: 'a' }),
      interbank({ durationMs: 200_000, reproduce: 'b' }),
    ])
    expect(joined).toMatchObject({
      startedAt: '2026-11-22T10:00:00.000Z',
      durationMs: 200_000,
      reproduce: 'a --out perf-results/main; b --out perf-results/interbank',
    })
  })

  test('of one group is repeated by the command of its run', () => {
    expect(join([main({ reproduce: 'a' })]).reproduce).toBe('a')
  })
})

function failureOf(act: () => unknown): KnownFailure {
  try {
    act()
  } catch (failure) {
    if (failure instanceof KnownFailure) return failure
  }
  throw new Error('expected a KnownFailure, got none')
}
