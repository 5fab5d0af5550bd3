import { describe, expect, test } from 'vitest'
import type { CounterResult, ScenarioResult } from '../result/document.ts'
import { compareWithBaselines } from './compare.ts'
import { parseBaseline, serialiseBaseline } from './document.ts'
import { baselineFrom } from './from-result.ts'
import { counterResult, fingerprint, runResult, scenarioResult } from './testing.ts'

const tools = 'valgrind-3.19.0 node-26.10.0 postgres-18.4'

/** A scenario whose head executes that many per operation. */
function executed(
  head: number,
  changes: Partial<CounterResult> = {},
  of: { readonly tools?: string } = {},
): ScenarioResult {
  const counter = counterResult({
    id: 'instructions.system/total',
    group: 'instructions.system',
    title: 'instructions, system',
    unit: 'instructions',
    exact: false,
    base: head,
    head,
    ...changes,
  })
  const readings = [{ process: 'system' as const, base: [head], head: [head], functions: [] }]
  return scenarioResult({
    counters: [counter],
    evidence: { instructions: { kind: 'counted', tools: of.tools ?? tools, readings } },
  })
}

const baseline = baselineFrom(runResult([]), executed(7_200_000.4))

function compare(scenario: ScenarioResult, own = baseline) {
  const { scenarios, warnings } = compareWithBaselines({
    scenarios: [scenario],
    baselines: { lane: 'local-2cpu', own: new Map([[own.scenario, own]]), others: new Map() },
    fingerprint,
    now: new Date('2026-11-21T00:00:00Z'),
    requireBaselines: false,
    betweenRuns: 0.01,
    isSelected: () => true,
  })
  const mine = warnings.filter(({ message }) => message.includes('instructions'))
  return { stored: scenarios[0]?.counters[0]?.stored, warnings: mine }
}

test('they are stored whole, keyed by the versions of the tools, and survive the file', () => {
  const kept = parseBaseline(serialiseBaseline(baseline), 'payments.json').instructions
  expect(kept).toEqual({ tools, values: { 'instructions.system/total': 7_200_000 } })
})

test('a run that did not count them stores none, and says nothing of those that are stored', () => {
  expect(baselineFrom(runResult([]), scenarioResult()).instructions).toBeUndefined()
  expect(compare(scenarioResult()).warnings).toEqual([])
})

describe('against the store', () => {
  test('as many as runs of one commit differ by are within it', () => {
    const { stored, warnings } = compare(executed(7_200_000 * 1.009))
    expect(stored).toMatchObject({ median: 7_200_000, status: 'within-spread' })
    expect(warnings).toEqual([])
  })

  test('more than that in head and base are told with the way out, and fail nothing', () => {
    const { stored, warnings } = compare(executed(7_200_000 * 1.02))
    expect(stored).toMatchObject({ status: 'outside-spread' })
    expect(warnings).toMatchObject([{ code: 'baseline-outdated', gate: false }])
    expect(warnings[0]?.message).toContain(
      'instructions, system are 7344000 per operation, stored 7200000 (2.0 %, 1.0 % tolerated)',
    )
    expect(warnings[0]?.message).toContain('then npm run perf -- baseline update')
  })

  test('more than that gate where base, which is not told apart, is still within', () => {
    const { warnings } = compare(executed(7_200_000 * 1.012, { base: 7_200_000 * 1.008 }))
    expect(warnings).toMatchObject([{ code: 'counter-above-baseline', gate: true }])
    expect(warnings[0]?.message).toContain("and base's 7257600 are still within: refresh")
  })

  test('more than that gate where base executed none', () => {
    const { warnings } = compare(executed(7_200_000 * 1.02, { base: null }))
    expect(warnings).toMatchObject([{ code: 'counter-above-baseline', gate: true }])
    expect(warnings[0]?.message).toContain('7344000 per operation')
    expect(warnings[0]?.message).toContain('2.0 %, 1.0 % tolerated')
  })

  test('without a record that lets them gate, they are told only', () => {
    const { warnings } = compare(executed(7_200_000 * 1.02, { role: 'inform' }))
    expect(warnings).toMatchObject([{ code: 'counter-above-baseline', gate: false }])
  })

  test('a run whose own arms come further apart tolerates as much', () => {
    expect(compare(executed(7_200_000 * 1.02, { tolerance: 0.03 })).warnings).toEqual([])
  })

  test('what this change itself added is told once, as a regression', () => {
    const verdict = { kind: 'regressed', effect: 0.02, pValue: null } as const
    expect(compare(executed(7_200_000 * 1.02, { verdict })).warnings).toEqual([])
  })

  test('fewer are a gain to be kept', () => {
    const { warnings } = compare(executed(7_200_000 * 0.97))
    expect(warnings).toMatchObject([{ code: 'counter-below-baseline', gate: false }])
  })

  test('of other versions of the tools are not compared, and that is said', () => {
    const { stored, warnings } = compare(executed(9_000_000, {}, { tools: 'valgrind-3.26.0' }))
    expect(stored).toBeNull()
    expect(warnings).toMatchObject([{ code: 'gate-not-run', gate: false }])
    expect(warnings[0]?.message).toContain(`stored of ${tools}, this run has valgrind-3.26.0`)
  })
})
