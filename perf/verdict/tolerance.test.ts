import { describe, expect, test } from 'vitest'
import type { ScenarioResult } from '../result/document.ts'
import { rateBounds } from '../stats/binomial.ts'
import { type Random, seededRandom } from '../stats/random.ts'
import { judgeCounters } from './judge-counters.ts'
import { policy } from './policy.ts'
import { normal, passesWith } from './testing.ts'
import { learnTolerances, recordedTolerance, toleratedVerdict } from './tolerance.ts'

const { neededComparisons, reserve } = policy.tolerance
const learned = (largest: number, comparisons = neededComparisons) => ({ comparisons, largest })

test('too few comparisons have not shown how far equal arms come apart', () => {
  expect(recordedTolerance(undefined)).toBeUndefined()
  expect(recordedTolerance(learned(0.01, neededComparisons - 1))).toBeUndefined()
  expect(recordedTolerance(learned(0.01))).toBe(0.01 * reserve)
})

describe('a change of a tolerated counter', () => {
  test.each([
    ['beyond both is a regression', 100, 106, 0.02, 'regressed'],
    ['that saves as much is an improvement', 100, 94, 0.02, 'improved'],
    ['within what matters is none', 100, 102.9, 0.02, 'equivalent'],
    ['that matters, within what equal arms show, is open', 100, 104, 0.05, 'inconclusive'],
    ['from nothing has nothing to compare with', 0, 5, 0.02, 'inconclusive'],
    ['from nothing to nothing is none', 0, 0, 0.02, 'equivalent'],
  ] as const)('%s', (_, base, head, tolerance, kind) => {
    expect(toleratedVerdict(base, head, tolerance, 0.03).kind).toBe(kind)
  })

  test('names its effect, and an open one what could have been seen', () => {
    expect(toleratedVerdict(100, 110, 0.02, 0.03)).toEqual({
      kind: 'regressed',
      effect: expect.closeTo(0.1, 12),
      pValue: null,
    })
    expect(toleratedVerdict(100, 104, 0.05, 0.03)).toEqual({
      kind: 'inconclusive',
      detectableEffect: 0.05,
    })
  })
})

test.each([
  ['normal', 0.001, (random: Random) => normal(random)],
  [
    "heavy-tailed, as Student's t of three degrees of freedom,",
    0.01,
    (random: Random) => normal(random) / Math.hypot(normal(random), normal(random), normal(random)),
  ],
] as const)(
  'after as many comparisons as it takes, %s noise passes for a regression at a rate of at most %d',
  (_, most, draw) => {
    const random = seededRandom(20)
    const trials = 20_000
    let alarms = 0
    for (let trial = 0; trial < trials; trial++) {
      let largest = 0
      for (let seen = 0; seen < neededComparisons; seen++) {
        largest = Math.max(largest, Math.abs(draw(random)))
      }
      if (draw(random) > (recordedTolerance(learned(largest)) ?? 0)) alarms++
    }
    expect(rateBounds(alarms, trials, 0.999).high).toBeLessThan(most)
  },
)

describe('learning from a self-check', () => {
  const scenarioOf = (base: number, head: number, changes: Partial<ScenarioResult> = {}) => ({
    name: 'payments',
    title: '',
    kind: 'journey' as const,
    status: { kind: 'measured' as const },
    metrics: [],
    counters: judgeCounters(
      passesWith(
        { 'memory.allocated/system': [base, base], 'sql.calls/a': 1, 'cpu/x': [1, 2] },
        { 'memory.allocated/system': [head, head], 'sql.calls/a': 1, 'cpu/x': [2, 1] },
      ),
    ),
    invariants: [],
    generations: [],
    load: null,
    ...changes,
  })

  test('keeps the largest difference of each group that need not be exact', () => {
    const once = learnTolerances({}, [scenarioOf(1000, 1010)])
    const twice = learnTolerances(once, [scenarioOf(1000, 995)])
    expect(twice).toEqual({
      payments: { 'memory.allocated': { comparisons: 2, largest: expect.closeTo(0.01, 9) } },
    })
    expect(once['payments']?.['memory.allocated']?.comparisons).toBe(1)
  })

  test('learns nothing from a scenario that was not measured', () => {
    const status = { kind: 'invalid' as const, reason: 'steal' }
    expect(learnTolerances({}, [scenarioOf(1000, 1500, { status })])).toEqual({})
  })
})
