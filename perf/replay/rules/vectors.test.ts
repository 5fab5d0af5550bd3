import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { relativeDifference } from './auto-sampling.ts'
import { changePointsOf } from './change-point.ts'
import { energySplit } from './energy-split.ts'
import { rankSumP } from './rank-sum.ts'
import { boundaryLimit } from './stored-runs.ts'

/**
 * `vectors/vectors.json` is the output of `make.py` beside it, whose first lines are the commands.
 */
interface Vectors {
  readonly base: readonly number[]
  readonly head: readonly number[]
  readonly tiedBase: readonly number[]
  readonly tiedHead: readonly number[]
  readonly runs: readonly number[]
  readonly step: readonly number[]
  readonly rankSumP: number
  readonly rankSumPTied: number
  readonly upperLimit: number
  readonly lowerLimit: number
  readonly relativeDifference: readonly [number, number]
  readonly energySplit: readonly [number, number]
  readonly stepP: number
}
const vectors = JSON.parse(
  readFileSync(new URL('vectors/vectors.json', import.meta.url), 'utf8'),
) as Vectors

test("the exact Mann-Whitney p-value is SciPy's, with ties that of its permutation test", () => {
  expect(rankSumP(vectors.base, vectors.head)).toBeCloseTo(vectors.rankSumP, 12)
  expect(rankSumP(vectors.tiedBase, vectors.tiedHead)).toBeCloseTo(vectors.rankSumPTied, 12)
})

test("the boundary is SciPy's quantile of Student's t with location and scale", () => {
  expect(boundaryLimit(vectors.runs, 'lower')).toBeCloseTo(vectors.upperLimit, 9)
  expect(boundaryLimit(vectors.runs, 'higher')).toBeCloseTo(vectors.lowerLimit, 9)
})

test("the interval of the relative difference is SciPy's", () => {
  const { low, high } = relativeDifference(vectors.base, vectors.head)
  expect(low).toBeCloseTo(vectors.relativeDifference[0], 9)
  expect(high).toBeCloseTo(vectors.relativeDifference[1], 9)
})

test('the split of largest energy distance is that of its definition', () => {
  const split = energySplit(vectors.step, 0, vectors.step.length)
  expect(split?.index).toBe(vectors.energySplit[0])
  expect(split?.statistic).toBeCloseTo(vectors.energySplit[1], 9)
})

test("a step is one change point, with SciPy's p-value", () => {
  const points = changePointsOf(vectors.step)
  expect(points.map(({ index }) => index)).toEqual([7])
  expect(points[0]?.p).toBeCloseTo(vectors.stepP, 12)
})
