import { describe, expect, test } from 'vitest'
import type { ScenarioResult } from '../result/document.ts'
import { type BaselineRequest, compareWithBaselines } from './compare.ts'
import type { Baseline } from './document.ts'
import { baselineFrom } from './from-result.ts'
import { counterResult, fingerprint, metricResult, runResult, scenarioResult } from './testing.ts'

const stored = baselineFrom(runResult([]), scenarioResult())

function compare(
  scenario: ScenarioResult,
  changes: Partial<BaselineRequest> = {},
  baseline: Baseline = stored,
) {
  return compareWithBaselines({
    scenarios: [scenario],
    baselines: {
      lane: 'local-2cpu',
      own: new Map([[baseline.scenario, baseline]]),
      others: new Map(),
    },
    fingerprint,
    now: new Date('2026-11-21T00:00:00Z'),
    requireBaselines: false,
    betweenRuns: 0.01,
    isSelected: () => true,
    ...changes,
  })
}
const empty = { lane: 'local-2cpu', own: new Map(), others: new Map() }

test('an unchanged run is within the spread, its counters are equal, nothing is said', () => {
  const { scenarios, warnings } = compare(scenarioResult())
  expect(scenarios[0]?.metrics[0]?.stored).toEqual({
    median: 4,
    spread: 0.1,
    n: 8,
    commit: 'a'.repeat(40),
    ageDays: 20,
    change: 0,
    status: 'within-spread',
  })
  expect(scenarios[0]?.counters[0]?.stored?.status).toBe('equal')
  expect(warnings).toEqual([])
})

test('a timing beyond the spread is shown as such and decides nothing', () => {
  const head = { median: 5, spread: 0.1, n: 8 }
  const { scenarios, warnings } = compare(scenarioResult({ metrics: [metricResult({ head })] }))
  expect(scenarios[0]?.metrics[0]?.stored).toMatchObject({ status: 'outside-spread', change: 0.25 })
  expect(warnings).toEqual([])
})

describe('exact counters', () => {
  const more = counterResult({ base: 7, head: 7 })

  test('above the baseline in head and base are told with the way out, and fail nothing', () => {
    const others = counterResult({ id: 'http.calls/total', base: 9, head: 9 })
    const { warnings } = compare(
      scenarioResult({ counters: [more, others] }),
      {},
      baselineFrom(
        runResult([]),
        scenarioResult({ counters: [counterResult(), { ...others, head: 8 }] }),
      ),
    )
    expect(warnings).toEqual([
      {
        code: 'baseline-outdated',
        message:
          "payments: already so in base: the stored baseline of aaaaaaaaaaaa is out of date; refresh with: npm run perf -- --profile pr --base main --head main --scenario '{payments,control}', then npm run perf -- baseline update (sql.calls/total is 7 per operation, stored 6; http.calls/total is 9 per operation, stored 8)",
        gate: false,
      },
    ])
  })

  test('that this change lowered, and not down to the baseline, fail nothing either', () => {
    const verdict = { kind: 'improved', effect: -1 / 8, pValue: null } as const
    const { warnings } = compare(scenarioResult({ counters: [{ ...more, base: 8, verdict }] }))
    expect(warnings).toMatchObject([{ code: 'baseline-outdated', gate: false }])
  })

  test.each([
    { base: null },
    { base: 7, verdict: { kind: 'inconclusive', detectableEffect: null } },
    { base: null, verdict: { kind: 'new' } },
  ] as const)('above the baseline gate where base cannot speak for them: %j', (unknown) => {
    const { warnings } = compare(scenarioResult({ counters: [{ ...more, ...unknown }] }))
    expect(warnings).toMatchObject([
      {
        code: 'counter-above-baseline',
        message: expect.stringContaining(
          'payments: sql.calls/total is 7 per operation, the baseline of aaaaaaaaaaaa has 6, and',
        ),
        gate: true,
      },
    ])
  })

  test('that this very change raised are found once, by the comparison with base', () => {
    const verdict = { kind: 'regressed', effect: 1 / 6, pValue: null } as const
    const { scenarios, warnings } = compare(
      scenarioResult({ counters: [{ ...more, base: 6, verdict }] }),
    )
    expect(scenarios[0]?.counters[0]?.stored?.status).toBe('changed')
    expect(warnings).toEqual([])
  })

  test('below the baseline ask for a refresh', () => {
    const { warnings } = compare(scenarioResult({ counters: [counterResult({ head: 5 })] }))
    expect(warnings).toMatchObject([{ code: 'counter-below-baseline', gate: false }])
  })

  test('inform where another major version counted', () => {
    const other = { ...stored, environment: { ...fingerprint, postgres: '17.2' } }
    const { warnings } = compare(scenarioResult({ counters: [more] }), {}, other)
    expect(warnings).toEqual([
      {
        code: 'baseline-environment',
        message:
          'the baseline of payments was measured with postgres 17.2 there, 18.4 here: its counters inform and do not gate',
        gate: false,
      },
    ])
  })

  test('that are not exact in this run did not gate, and that is said', () => {
    const { scenarios, warnings } = compare(
      scenarioResult({ counters: [counterResult({ exact: false, role: 'inform' })] }),
    )
    expect(scenarios[0]?.counters[0]?.stored).toBeNull()
    expect(warnings).toMatchObject([{ code: 'gate-not-run', gate: false }])
  })
})

describe('what is not there', () => {
  test('a missing baseline is said, and fails where baselines are required', () => {
    const message =
      'payments has no stored baseline in lane local-2cpu: only base and head are compared'
    const said = compare(scenarioResult(), { baselines: empty })
    expect(said.warnings).toEqual([{ code: 'baseline-missing', message, gate: false }])
    expect(said.scenarios[0]?.metrics[0]?.stored).toBeNull()
    const required = compare(scenarioResult(), { baselines: empty, requireBaselines: true })
    expect(required.warnings).toMatchObject([{ gate: true }])
  })

  test('a baseline of another lane is shown without a change and decides nothing', () => {
    const elsewhere = { ...stored, environment: { ...fingerprint, lane: 'github-ubuntu-4cpu' } }
    const baselines = { ...empty, others: new Map([['payments', elsewhere]]) }
    const { scenarios, warnings } = compare(
      scenarioResult({ counters: [counterResult({ head: 9 })] }),
      { baselines },
    )
    expect(scenarios[0]?.metrics[0]?.stored).toMatchObject({ status: 'other-lane', change: null })
    expect(scenarios[0]?.counters[0]?.stored).toMatchObject({ status: 'other-lane', change: null })
    expect(warnings).toMatchObject([{ code: 'baseline-other-lane', gate: false }])
  })

  test('a vanished scenario is missing and fails, unless nobody asked for it', () => {
    const others = scenarioResult({ name: 'journals' })
    const selected = compare(others)
    expect(selected.scenarios.map(({ name, status }) => [name, status.kind])).toEqual([
      ['journals', 'measured'],
      ['payments', 'missing'],
    ])
    expect(selected.warnings).toMatchObject([
      { code: 'baseline-missing' },
      {
        code: 'scenario-vanished',
        message: 'scenario payments has a baseline in lane local-2cpu and was not run',
        gate: true,
      },
    ])
    expect(compare(others, { isSelected: (name) => name === 'journals' }).scenarios).toHaveLength(1)
  })

  test('a gate metric or counter that the baseline has and the run lacks is missing', () => {
    const { scenarios } = compare(scenarioResult({ metrics: [], counters: [] }))
    expect(scenarios[0]?.metrics).toMatchObject([
      { id: 'latencyMsP50', role: 'gate', head: null, verdict: { kind: 'missing' } },
    ])
    expect(scenarios[0]?.counters).toMatchObject([
      { id: 'sql.calls/total', role: 'gate', verdict: { kind: 'missing' } },
    ])
  })

  test('also on another processor or with other durability, which take no metric away', () => {
    for (const other of [{ cpuModel: 'Xeon' }, { durability: 'durable' }]) {
      const here = { ...fingerprint, ...other }
      const gone = scenarioResult({ metrics: [], counters: [] })
      const { scenarios } = compare(gone, { fingerprint: here })
      expect(scenarios[0]?.metrics).toMatchObject([{ verdict: { kind: 'missing' } }])
      expect(scenarios[0]?.counters).toMatchObject([{ verdict: { kind: 'missing' } }])
    }
  })

  test('but not where the services are elsewhere and it cannot be measured', () => {
    const here = { ...fingerprint, provider: 'external' }
    const { scenarios, warnings } = compare(scenarioResult({ metrics: [] }), { fingerprint: here })
    expect(scenarios[0]?.metrics).toEqual([])
    expect(warnings).toMatchObject([{ code: 'baseline-environment', gate: false }])
  })
})

test('a baseline older than 90 days is stale and said', () => {
  const { scenarios, warnings } = compare(scenarioResult(), {
    now: new Date('2027-02-10T00:00:00Z'),
  })
  expect(scenarios[0]?.metrics[0]?.stored?.status).toBe('stale')
  expect(scenarios[0]?.counters[0]?.stored?.status).toBe('equal')
  expect(warnings).toEqual([
    {
      code: 'baseline-stale',
      message: 'the baseline of payments is 101 days old, expected at most 90',
      gate: false,
    },
  ])
})
