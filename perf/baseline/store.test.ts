import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { KnownFailure } from '../errors.ts'
import { serialiseBaseline } from './document.ts'
import { baselineFrom } from './from-result.ts'
import { readBaselines } from './store.ts'
import {
  counterResult,
  fingerprint,
  metricResult,
  runResult,
  scenarioResult,
  updateBaselines,
} from './testing.ts'
import { showBaselines, verifyBaselines } from './verify.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'plumbline-baselines-'))
})
afterEach(() => rmSync(folder, { recursive: true }))
const file = (...parts: string[]) => join(folder, ...parts)

describe('update', () => {
  test('writes what head measured, one file per scenario, and verify agrees', () => {
    const changes = updateBaselines(runResult([scenarioResult()]), folder)
    expect(changes).toMatchObject([
      { path: file('local-2cpu', 'payments.json'), before: undefined },
    ])
    expect(verifyBaselines(folder)).toEqual({ verified: 1, problems: [] })
    const read = readBaselines(folder, 'local-2cpu')
    expect(read.own.get('payments')).toEqual(changes[0]?.after)
    expect(readdirSync(file('local-2cpu'))).toEqual(['payments.json'])
  })

  test('the same result gives the same bytes, in any order of its parts', () => {
    const [a, b] = [counterResult(), counterResult({ id: 'redis.commands/total' })]
    const result = (counters: (typeof a)[]) =>
      baselineFrom(runResult([]), scenarioResult({ counters }))
    expect(serialiseBaseline(result([a, b]))).toBe(serialiseBaseline(result([b, a])))
    expect(serialiseBaseline(result([a]))).toMatch(/^\{\n {2}"commit": [\s\S]*\}\n$/)
  })

  test('medians are kept to six digits, counters whole, inexact ones not at all', () => {
    const head = { median: 3.14159265, spread: 0.1, n: 8 }
    const counters = [
      counterResult({ head: 1 / 3 }),
      counterResult({ id: 'io.reads/total', exact: false }),
    ]
    const baseline = baselineFrom(
      runResult([]),
      scenarioResult({ metrics: [metricResult({ head })], counters }),
    )
    expect(baseline.metrics['latencyMsP50']?.median).toBe(3.14159)
    expect(baseline.counters).toEqual({
      'sql.calls/total': expect.objectContaining({ value: 1 / 3 }),
    })
  })

  test('sums whose members depend on the run are not kept', () => {
    const ids = ['execution/total', 'sql.blocks/total-exact', 'sql.calls/total']
    const counters = ids.map((id) => counterResult({ id, exact: true }))
    const baseline = baselineFrom(runResult([]), scenarioResult({ counters }))
    expect(Object.keys(baseline.counters)).toEqual(['sql.calls/total'])
  })

  test('a second update returns old and new', () => {
    updateBaselines(runResult([scenarioResult()]), folder)
    const [change] = updateBaselines(
      runResult([scenarioResult({ counters: [counterResult({ head: 7 })] })]),
      folder,
    )
    expect(change?.before?.counters['sql.calls/total']?.value).toBe(6)
    expect(change?.after.counters['sql.calls/total']?.value).toBe(7)
  })

  test.each(['counter-above-baseline', 'baseline-missing', 'baseline-other-lane'])(
    'a run that fails by the store alone (%s) makes the baseline that mends it',
    (code) => {
      const failed = runResult([scenarioResult({ counters: [counterResult({ head: 7 })] })], {
        outcome: 'failed',
        warnings: [{ code, message: 'more than stored', gate: true }],
      })
      expect(updateBaselines(failed, folder)).toHaveLength(1)
    },
  )

  test('a refusal names the commands that make a baseline of what was asked for', () => {
    const result = runResult([scenarioResult()], { outcome: 'invalid', profile: 'thorough' })
    const remedy =
      "npm run perf -- --profile thorough --base main --head main --scenario '{payments,control}', then npm run perf -- baseline update"
    expect(() => updateBaselines(result, folder)).toThrow(expect.objectContaining({ remedy }))
  })

  const regression = { kind: 'regressed', effect: 0.1, pValue: 0.004 } as const
  const invariant = { id: 'money', title: 'Money', arm: 'base', violations: 2, sample: [] } as const

  const dirty = { ref: 'working tree', commit: 'a'.repeat(40), dirty: true, tree: 'c' }
  test.each([
    [
      'a tree that no commit names',
      runResult([scenarioResult()], { head: dirty }),
      'changes that are not committed',
    ],
    ['a run without scenarios', runResult([]), 'has no scenario'],
    [
      'a failed scenario',
      runResult([
        scenarioResult(),
        scenarioResult({ name: 'x', status: { kind: 'invalid', reason: 'steal' } }),
      ]),
      'has scenario x invalid',
    ],
    [
      'a run with too few generations to decide anything',
      runResult([scenarioResult()], { outcome: 'invalid' }),
      'could not measure',
    ],
    [
      'a self-check in which the same tree was slower than itself',
      runResult(
        [
          scenarioResult({
            metrics: [metricResult({ verdict: regression })],
          }),
        ],
        { outcome: 'regressed' },
      ),
      'payments/latencyMsP50 regressed against itself',
    ],
    [
      'a comparison in which head was slower than base',
      runResult([scenarioResult({ metrics: [metricResult({ verdict: regression })] })], {
        kind: 'comparison',
        outcome: 'regressed',
      }),
      'has payments/latencyMsP50 regressed against base, expected a run that neither loses nor slows a gate',
    ],
    [
      'a comparison in which head does more than base, and that failed by the store, too',
      runResult([scenarioResult({ counters: [counterResult({ verdict: regression })] })], {
        kind: 'comparison',
        outcome: 'failed',
        warnings: [{ code: 'counter-above-baseline', message: 'more', gate: true }],
      }),
      'has payments/sql.calls/total regressed against base',
    ],
    [
      'a run that missed an objective',
      runResult([scenarioResult()], {
        outcome: 'failed',
        warnings: [{ code: 'objective-missed', message: 'p99 is 2 s, expected 1 s', gate: true }],
      }),
      'failed (p99 is 2 s, expected 1 s), expected a run that did not',
    ],
    [
      'a broken invariant',
      runResult([scenarioResult({ invariants: [{ ...invariant, sample: [] }] })]),
      'has invariant money of payments violated 2 times in base, expected 0',
    ],
    [
      'a name that leaves the folder',
      runResult([scenarioResult({ name: '../../x' })]),
      'has a scenario named "../../x"',
    ],
    [
      'a lane that leaves the folder',
      runResult([scenarioResult()], { fingerprint: { ...fingerprint, lane: '..' } }),
      'is of lane ".."',
    ],
  ])('%s makes no baseline', (_, result, message) => {
    expect(() => updateBaselines(result, folder)).toThrow(message)
    expect(() => updateBaselines(result, folder)).toThrow(KnownFailure)
    expect(readdirSync(folder)).toEqual([])
  })
})

describe('read and show', () => {
  test('own lane and, for what it lacks, the others', () => {
    updateBaselines(runResult([scenarioResult()]), folder)
    const elsewhere = { ...fingerprint, lane: 'github-ubuntu-4cpu' }
    const both = [scenarioResult(), scenarioResult({ name: 'journals' })]
    updateBaselines(runResult(both, { fingerprint: elsewhere }), folder)
    const { own, others } = readBaselines(folder, 'local-2cpu')
    expect([[...own.keys()], [...others.keys()]]).toEqual([['payments'], ['journals']])
    expect(
      showBaselines(folder).map(({ environment, scenario }) => [environment.lane, scenario]),
    ).toEqual([
      ['github-ubuntu-4cpu', 'journals'],
      ['github-ubuntu-4cpu', 'payments'],
      ['local-2cpu', 'payments'],
    ])
    expect(showBaselines(folder, 'local-2cpu')).toHaveLength(1)
  })

  test('no folder is no baselines', () => {
    expect(readBaselines(file('none'), 'local-2cpu').own.size).toBe(0)
    expect(verifyBaselines(file('none'))).toEqual({ verified: 0, problems: [] })
  })

  test('an unknown lane is refused with those that are known', () => {
    updateBaselines(runResult([scenarioResult()]), folder)
    expect(() => showBaselines(folder, 'local-3cpu')).toThrow(
      'lane "local-3cpu" has no baselines, expected one that has: known are local-2cpu',
    )
  })
})

test('verify names what is wrong with each file', () => {
  updateBaselines(runResult([scenarioResult()]), folder)
  const good = readFileSync(file('local-2cpu', 'payments.json'), 'utf8')
  mkdirSync(file('laptop'))
  writeFileSync(file('README.md'), '')
  writeFileSync(file('stray.json'), good)
  writeFileSync(file('laptop', 'payments.json'), good)
  writeFileSync(file('local-2cpu', 'journals.json'), good)
  writeFileSync(file('local-2cpu', 'payments.json'), good.replaceAll('\n', ''))
  writeFileSync(file('local-2cpu', 'broken.json'), good.replace('"median": 4', '"median": "4"'))
  const { problems } = verifyBaselines(folder)
  expect(
    problems.map(({ path, message }) => `${path.slice(folder.length + 1)} ${message}`),
  ).toEqual([
    'stray.json stands beside the lanes, expected it in the folder of one',
    'laptop/payments.json is in folder "laptop", expected a lane like "local-2cpu"',
    'local-2cpu/broken.json the file is not a valid baseline: /metrics/latencyMsP50/median must be number',
    'local-2cpu/journals.json is of scenario payments, expected the file payments.json',
    'local-2cpu/payments.json is not in canonical form, expected sorted keys, two spaces and a newline at the end',
  ])
})

test('verify reads the learned tolerances as such, and leaves the record of the judge alone', () => {
  updateBaselines(runResult([scenarioResult()]), folder)
  mkdirSync(file('local-2cpu', 'judge-record'))
  const learned = {
    schema: 'plumbline/tolerances@1',
    lane: 'local-2cpu',
    measuredAt: '2026-01-01T00:00:00Z',
    scenarios: {},
  }
  writeFileSync(file('local-2cpu', 'tolerances.json'), JSON.stringify(learned))
  expect(verifyBaselines(folder)).toEqual({ verified: 2, problems: [] })
  writeFileSync(file('local-2cpu', 'tolerances.json'), '{}')
  expect(verifyBaselines(folder).problems).toHaveLength(1)
})
