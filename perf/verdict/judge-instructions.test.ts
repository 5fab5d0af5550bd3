import { describe, expect, test } from 'vitest'
import { rateBounds } from '../stats/binomial.ts'
import { seededRandom } from '../stats/random.ts'
import type { Instructions } from '../result/evidence.ts'
import { judgeInstructions } from './judge-instructions.ts'
import { normal } from './testing.ts'

const counted = (
  base: readonly number[],
  head: readonly number[],
  process: 'system' | 'postgres' = 'system',
): Instructions => ({
  kind: 'counted',
  tools: 'valgrind-3.19.0 node-26.10.0 postgres-18.4',
  readings: [{ process, base: [...base], head: [...head], functions: [] }],
})
const judgeOne = (instructions: Instructions, tolerances = {}) =>
  judgeInstructions(instructions, tolerances)[0]
const quiet = [783_000, 783_300, 782_800]
const times = (values: readonly number[], factor: number) => values.map((value) => value * factor)

describe('without a record, the pairs of the run say what can be seen', () => {
  test('2 % more instructions is a regression with its tolerance, and only informs', () => {
    expect(judgeOne(counted(quiet, times(quiet, 1.02)))).toMatchObject({
      id: 'instructions.system/total',
      group: 'instructions.system',
      unit: 'instructions',
      role: 'inform',
      exact: false,
      base: 783_000,
      tolerance: 0,
      verdict: { kind: 'regressed', effect: expect.closeTo(0.02, 6), pValue: null },
    })
  })

  test('half a percent more is equivalent: it does not matter, however sure', () => {
    expect(judgeOne(counted(quiet, times(quiet, 1.005)))?.verdict.kind).toBe('equivalent')
  })

  test('pairs too far apart to see 1 % leave it open and say what could be seen', () => {
    const noisy = [783_000, 800_000, 769_000]
    const { tolerance, verdict } = judgeOne(counted(quiet, times(noisy, 1.02))) ?? {}
    expect(verdict).toEqual({ kind: 'inconclusive', detectableEffect: tolerance })
    expect(tolerance).toBeGreaterThan(0.05)
  })

  test.each([
    ['a single repetition', [783_000], [799_000]],
    ['none', [], []],
    ['none in head', quiet, []],
    ['a count of zero', [0, 0, 0], quiet],
  ])('%s decides nothing', (_, base, head) => {
    expect(judgeOne(counted(base, head))?.verdict).toEqual({
      kind: 'inconclusive',
      detectableEffect: null,
    })
  })

  test('equal arms with the noise that was measured raise an alarm in at most 0.5 % of runs', () => {
    const random = seededRandom(3)
    const trials = 5_000
    const arm = () => [0, 0, 0, 0].map(() => 783_000 * (1 + 0.005 * normal(random)))
    let alarms = 0
    for (let trial = 0; trial < trials; trial++) {
      if (judgeOne(counted(arm(), arm()))?.verdict.kind === 'regressed') alarms++
    }
    expect(rateBounds(alarms, trials, 0.999).high).toBeLessThan(0.005)
  })

  test('1.4 % more, as one more index costs, is found every time at a scatter of 0.05 %', () => {
    const random = seededRandom(4)
    const arm = (level: number) => [0, 0, 0, 0].map(() => level * (1 + 0.0005 * normal(random)))
    const caught = Array.from({ length: 1_000 }, () =>
      judgeOne(counted(arm(1_257_500), arm(1_257_500 * 1.014), 'postgres')),
    ).filter((result) => result?.verdict.kind === 'regressed')
    expect(rateBounds(caught.length, 1_000, 0.99).low).toBeGreaterThan(0.99)
  })
})

describe('with a record of self-checks', () => {
  const record = { 'instructions.system': { comparisons: 30, largest: 0.002 } }

  test('a single repetition is enough, and the record is the tolerance', () => {
    expect(judgeOne(counted([783_000], [799_000]), record)).toMatchObject({
      tolerance: 0.004,
      verdict: { kind: 'regressed' },
    })
  })

  test('intervals that grow dearer in both arms alike hide nothing', () => {
    const growing = [3_257_000, 3_361_000, 3_427_000, 3_490_000]
    expect(judgeOne(counted(growing, times(growing, 1.011)), record)).toMatchObject({
      tolerance: 0.004,
      verdict: { kind: 'regressed', effect: expect.closeTo(0.011, 6) },
    })
  })

  test('a pair of which one arm held a burst hides no change, and makes none', () => {
    const even = [7_266_000, 7_279_000, 7_234_000, 7_305_000]
    const burst = (factor: number) => [...times(even.slice(0, 3), factor), 7_305_000 * 1.3]
    expect(judgeOne(counted(even, burst(1.02)), record)).toMatchObject({
      tolerance: 0.004,
      verdict: { kind: 'regressed', effect: expect.closeTo(0.02, 6) },
    })
    expect(judgeOne(counted(even, burst(1)), record)?.verdict.kind).toBe('equivalent')
  })

  test('a run that is noisier than its record is judged by its own scatter', () => {
    const noisy = times(quiet, 1.02).map((value, pair) => value * (1 + 0.04 * (pair - 1)))
    expect(judgeOne(counted(quiet, noisy), record)?.verdict.kind).toBe('inconclusive')
  })
})

test('what was not counted gives no counter', () => {
  expect(judgeInstructions({ kind: 'skipped', reason: 'valgrind is not installed' }, {})).toEqual(
    [],
  )
  expect(judgeInstructions(undefined, {})).toEqual([])
})
