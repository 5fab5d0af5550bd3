import { describe, expect, test } from 'vitest'
import type { Generation } from '../result/document.ts'
import type { ScenarioRecording } from '../result/recording.ts'
import { judgeRun, type Judgement } from './judge.ts'
import { calm, passes, values } from './testing-runs.ts'
import { generationsOf, healthy, recordingOf } from './testing.ts'

/**
 * Nothing that is fed to the judge may end in a silent green: it is judged, or it says why it is
 * not.
 */
const control = recordingOf({
  name: 'control',
  kind: 'control',
  generations: generationsOf({ spinMs: 50 }, calm),
})

function judgeAll(...recordings: ScenarioRecording[]): Judgement {
  return judgeRun({
    recordings: [...recordings, control],
    profile: 'quick',
    look: 0,
    seed: 1,
    machine: healthy,
  })
}
const judge = (generations: Generation[], changes: Partial<ScenarioRecording> = {}) =>
  judgeAll(recordingOf({ generations, counters: passes, ...changes }))
const eight = () => generationsOf(values, calm)
const codes = ({ warnings }: Judgement) => warnings.map(({ code }) => code)
const p50Of = ({ scenarios }: Judgement) =>
  scenarios[0]?.metrics.find(({ id }) => id === 'latencyMsP50')

/** In as many generations, from the first. */
function spoiled(count: number, arm: 'base' | 'head', value: number | undefined): Generation[] {
  return eight().map((generation, index) => {
    if (index >= count) return generation
    const { latencyMsP50: _, ...others } = generation[arm]
    return {
      ...generation,
      [arm]: value === undefined ? others : { ...others, latencyMsP50: value },
    }
  })
}

test('the input that the others spoil passes', () => {
  expect(judge(eight())).toMatchObject({ outcome: 'passed', warnings: [] })
})

describe('samples', () => {
  test('none: not measured', () => {
    const judgement = judge([])
    expect(judgement.outcome).toBe('invalid')
    expect(judgement.scenarios[0]?.status).toMatchObject({
      reason: 'no generation gave a valid pair: none was run',
    })
  })

  test('a single one: not measured, and the missing ones are said', () => {
    const judgement = judge(eight().slice(0, 1))
    expect(judgement.outcome).toBe('invalid')
    expect(p50Of(judgement)?.verdict).toEqual({ kind: 'inconclusive', detectableEffect: null })
    const said = judgement.warnings.map(({ message }) => message)
    expect(said).toContainEqual(expect.stringMatching(/has 1 generation, this look was declared/))
    expect(said).toContainEqual(expect.stringMatching(/has 1 valid pair, expected at least \d+:/))
  })

  test('constant and equal: equivalent, with an interval of no width', () => {
    const judgement = judge(generationsOf(values, new Array(8).fill({})))
    expect(judgement.outcome).toBe('passed')
    expect(p50Of(judgement)).toMatchObject({
      change: { ratio: 1, low: 1, high: 1 },
      verdict: { kind: 'equivalent', upperBound: 0 },
    })
  })

  test('constant and different: a regression needs no scatter', () => {
    const judgement = judge(generationsOf(values, new Array(8).fill({ latencyMsP50: 1.05 })))
    expect(judgement.outcome).toBe('regressed')
    expect(p50Of(judgement)?.verdict).toMatchObject({ kind: 'regressed', pValue: 1 / 256 })
  })

  test.each([0, -4, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])(
    'of %d in all of one arm: not measured, and every refused pair is said',
    (value) => {
      for (const arm of ['base', 'head'] as const) {
        const judgement = judge(spoiled(8, arm, value))
        expect(judgement.outcome).toBe('invalid')
        expect(codes(judgement).filter((code) => code === 'pair-refused')).toHaveLength(8)
      }
    },
  )

  test('of zero in both arms: not measured, for a ratio of nothing is no ratio', () => {
    const judgement = judge(generationsOf({ ...values, latencyMsP50: 0 }, calm))
    expect(judgement.outcome).toBe('invalid')
    expect(p50Of(judgement)?.change).toBeNull()
  })
})

describe('arms of unequal length', () => {
  test('are judged on the pairs there are, and each value without its partner is said', () => {
    const judgement = judge(spoiled(1, 'head', undefined))
    expect(p50Of(judgement)).toMatchObject({ base: { n: 8 }, head: { n: 7 } })
    expect(judgement.warnings).toEqual([
      {
        code: 'pair-refused',
        message:
          'payments/latencyMsP50: generation 0: base 4, head none (one arm only), expected positive numbers',
        gate: false,
      },
    ])
  })

  test('with too few pairs left have not measured', () => {
    const judgement = judge(spoiled(2, 'base', undefined))
    expect(judgement.outcome).toBe('invalid')
    expect(codes(judgement)).toContain('too-few-pairs')
  })

  test('of which head has nothing at all fail: the metric is missing', () => {
    const judgement = judge(spoiled(8, 'head', undefined))
    expect(judgement.outcome).toBe('failed')
    expect(p50Of(judgement)?.verdict.kind).toBe('missing')
  })
})

describe('a generation that was lost halfway', () => {
  const lost = (count: number) =>
    eight().map((generation, index) =>
      index < count ? { ...generation, head: {}, dropped: 'head died after slice 2' } : generation,
    )

  test('is dropped with its pair and said, and nothing stands in for it', () => {
    const judgement = judge(lost(1))
    expect(judgement.outcome).toBe('passed')
    expect(p50Of(judgement)).toMatchObject({ base: { n: 7 }, head: { n: 7 } })
    expect(codes(judgement)).toEqual(['generation-lost'])
  })

  test('and another: too few are left to decide anything', () => {
    expect(judge(lost(2)).outcome).toBe('invalid')
  })

  test('that stands there twice counts once', () => {
    const twice = eight()
    const again = judge([...twice.slice(0, 7), { ...(twice[0] as Generation) }])
    expect(p50Of(again)?.change).not.toBeNull()
    expect(codes(again)).toContain('pair-refused')
  })
})

describe('scenarios', () => {
  test('one that failed in head only fails the run and leaves the others their verdicts', () => {
    const failure = { reason: 'head answered 500', arm: 'head' as const }
    const judgement = judgeAll(
      recordingOf({ name: 'broken', generations: eight().slice(0, 2), failure }),
      recordingOf({ generations: eight(), counters: passes }),
    )
    expect(judgement.outcome).toBe('failed')
    expect(judgement.scenarios[0]?.status).toEqual({ kind: 'failed', ...failure })
    expect(
      judgement.scenarios[1]?.metrics.every(({ verdict }) => verdict.kind === 'equivalent'),
    ).toBe(true)
  })

  test('one that failed in base as well was not measured', () => {
    const failure = { reason: 'both systems ended by themselves', arm: null }
    expect(judge(eight(), { failure }).outcome).toBe('invalid')
  })

  test('named like a member of every object are judged like any other', () => {
    const judgement = judgeRun({
      recordings: [
        recordingOf({ name: 'constructor', generations: eight(), counters: passes }),
        control,
      ],
      profile: 'quick',
      seed: 1,
      machine: healthy,
      counterTolerances: {
        schema: 'plumbline/tolerances@1',
        lane: 'local-2cpu',
        measuredAt: '2026-01-01T00:00:00Z',
        scenarios: {},
      },
    })
    expect(judgement.outcome).toBe('passed')
  })
})

test('a look that the profile does not declare is refused, not guessed', () => {
  expect(() =>
    judgeRun({ recordings: [control], profile: 'quick', look: 1, seed: 1, machine: healthy }),
  ).toThrow('look 1 of quick is not declared, expected 0 to 0')
})

test('a run that fails the same way twice is given the same verdicts', () => {
  const once = judge(spoiled(3, 'head', Number.NaN))
  expect(judge(spoiled(3, 'head', Number.NaN))).toEqual(once)
})
