import { describe, expect, test } from 'vitest'
import type { InvalidCode, MetricResult, ScenarioResult, Verdict } from '../result/document.ts'
import { decided, repeatReason } from './decided.ts'
import { decideOutcome } from './outcome.ts'

const equivalent: Verdict = { kind: 'equivalent', upperBound: 0.02 }
const improved: Verdict = { kind: 'improved', effect: -0.1, pValue: 0.001 }
const regressed: Verdict = { kind: 'regressed', effect: 0.1, pValue: 0.001 }
const inconclusive: Verdict = { kind: 'inconclusive', detectableEffect: 0.08 }
const tooFewPairs: Verdict = { kind: 'inconclusive', detectableEffect: null }

function scenario(
  verdicts: readonly Verdict[],
  changes: Partial<ScenarioResult> = {},
): ScenarioResult {
  const metrics = verdicts.map((verdict, index): MetricResult => ({
    id: `metric${index}`,
    title: '',
    unit: '',
    better: 'lower',
    role: 'gate',
    base: null,
    head: null,
    change: null,
    stored: null,
    verdict,
  }))
  return {
    name: 'payments',
    title: '',
    kind: 'journey',
    status: { kind: 'measured' },
    metrics,
    counters: [],
    invariants: [],
    generations: [],
    load: null,
    ...changes,
  }
}
const invalid = (code: InvalidCode) => ({ kind: 'invalid' as const, reason: `by ${code}`, code })
const of = (...scenarios: ScenarioResult[]) => ({
  scenarios,
  outcome: decideOutcome(scenarios, []),
})
const control = scenario([], { kind: 'control' })

describe('a run may end', () => {
  test.each([
    ['when each gate metric is equivalent or better', of(scenario([equivalent, improved]))],
    ['whatever the control says', of(scenario([equivalent]), control)],
    [
      'at a confirmed regression, undecided as the rest may be',
      of(scenario([inconclusive]), scenario([regressed])),
    ],
    [
      'when a scenario failed',
      of(scenario([inconclusive], { status: { kind: 'failed', reason: '', arm: 'head' } })),
    ],
    [
      'when it cannot be believed',
      of(scenario([inconclusive]), scenario([equivalent], { status: invalid('steal') })),
    ],
    ['when a metric is gone', of(scenario([{ kind: 'missing' }, inconclusive]))],
    ['when what is left is new', of(scenario([{ kind: 'new' }, equivalent]))],
  ])('%s', (_, run) => {
    expect(decided(run)).toBe(true)
  })
})

describe('a run goes on', () => {
  test.each([
    ['while one gate metric of one scenario is open', of(scenario([equivalent, inconclusive]))],
    ['after a lost pair too many for this look', of(scenario([equivalent, tooFewPairs]))],
    ['with a scenario that has no gate metric', of(scenario([equivalent]), scenario([]))],
    ['with controls alone', of(control)],
    ['with nothing', of()],
  ])('%s', (_, run) => {
    expect(decided(run)).toBe(false)
  })
})

describe('an invalid run', () => {
  test.each(['control', 'steal', 'generator', 'errors'] as const)(
    'is measured once more after %s, and says why',
    (code) => {
      expect(repeatReason(of(scenario([equivalent], { status: invalid(code) })))).toBe(
        `payments: by ${code}`,
      )
    },
  )

  test.each(['passes', 'pairs'] as const)('is not repeated for want of %s', (code) => {
    expect(repeatReason(of(scenario([equivalent], { status: invalid(code) })))).toBeUndefined()
  })

  test('is not repeated where it found a regression all the same', () => {
    const disturbed = scenario([equivalent], { status: invalid('control') })
    expect(repeatReason(of(disturbed, scenario([regressed])))).toBeUndefined()
  })

  test('for want of pairs alone is not repeated: that was asked for', () => {
    expect(repeatReason(of(scenario([tooFewPairs])))).toBeUndefined()
  })
})
