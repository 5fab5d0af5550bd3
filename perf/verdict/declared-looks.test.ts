import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { judgeRun } from './judge.ts'
import { policy } from './policy.ts'
import { generationsOf, healthy, recordingOf } from './testing.ts'

/** A run as the judge looks at it, and the same computed in NumPy: `stats/vectors/make.py`. */
interface LookVector {
  readonly generations: number
  readonly alpha: number
  /** Step-down max-T by all arrangements: 2^8, 2^16 and 2^24. */
  readonly adjusted: readonly number[]
  /** How far p-values by drawn arrangements may be from it. */
  readonly error: number
  /** Where the interval's bounds may be. */
  readonly low: readonly [number, number]
  readonly high: readonly [number, number]
  readonly isWorse: boolean
}
const { run, looks } = JSON.parse(
  readFileSync(new URL('../stats/vectors/vectors.json', import.meta.url), 'utf8'),
) as { readonly run: readonly (readonly number[])[]; readonly looks: readonly LookVector[] }

const ids = ['cpuUsPerOpSystem', 'cpuUsPerOpPostgres', 'latencyMsP50'] as const

/** Bounds found by bisection come this near. */
const tie = 1e-9

test('the looks of pr are those that were computed beside it, and together spend 1 %', () => {
  expect(policy.profiles.pr.looks).toEqual(
    looks.map(({ generations, alpha }) => ({ generations, alpha })),
  )
  expect(looks.reduce((sum, { alpha }) => sum + alpha, 0)).toBeCloseTo(0.01, 12)
})

test('a run is found worse at the look at which NumPy finds it so, and at none before', () => {
  expect(looks.map(({ isWorse }) => isWorse)).toEqual([false, false, true])
  for (const [index, { isWorse, adjusted, error }] of looks.entries()) {
    const { verdict } = metricAt(index)
    expect(verdict.kind === 'regressed').toBe(isWorse)
    if (verdict.kind !== 'regressed') continue
    expect(Math.abs((verdict.pValue ?? Number.NaN) - (adjusted[0] as number))).toBeLessThan(error)
  }
})

test.each([0, 1, 2])('at look %d the interval is that of a third of the 5 % left out', (index) => {
  const { low, high } = metricAt(index).change ?? {}
  const [lowest, highest] = [looks[index]?.low, looks[index]?.high] as [Range, Range]
  expect(Math.log(low as number)).toBeGreaterThanOrEqual(lowest[0] - tie)
  expect(Math.log(low as number)).toBeLessThanOrEqual(lowest[1] + tie)
  expect(Math.log(high as number)).toBeGreaterThanOrEqual(highest[0] - tie)
  expect(Math.log(high as number)).toBeLessThanOrEqual(highest[1] + tie)
})

type Range = LookVector['low']

function metricAt(look: number) {
  const factors = Array.from({ length: looks[look]?.generations ?? 0 }, (_, generation) =>
    Object.fromEntries(ids.map((id, at) => [id, Math.exp(run[at]?.[generation] ?? Number.NaN)])),
  )
  const values = Object.fromEntries(ids.map((id) => [id, 40]))
  const recordings = [recordingOf({ generations: generationsOf(values, factors) })]
  const judgement = judgeRun({ recordings, profile: 'pr', look, seed: 11, machine: healthy })
  const metric = judgement.scenarios[0]?.metrics.find(({ id }) => id === ids[0])
  if (metric === undefined) throw new Error(`look ${look} has no ${ids[0]}`)
  return metric
}
