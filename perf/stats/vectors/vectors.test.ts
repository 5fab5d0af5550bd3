import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { rateBounds } from '../binomial.ts'
import { changePoints } from '../change-points.ts'
import { detectableEffect } from '../detectable-effect.ts'
import { hodgesLehmann } from '../hodges-lehmann.ts'
import { maxT } from '../max-t.ts'
import { meanReach } from '../mean-reach.ts'
import { interquartileRange, medianDeviation, quantile } from '../quantile.ts'
import { seededRandom } from '../random.ts'
import { checkSample, type Sample } from '../sample.ts'
import { signFlipInterval } from '../sign-flip-interval.ts'
import { makeSignFlips } from '../sign-flips.ts'
import { studentUpperQuantile } from '../student.ts'

type Range = readonly [number, number]

/** `vectors.json` is the output of `make.py` beside it, whose first lines are the commands. */
interface Vectors {
  readonly members: readonly (readonly number[])[]
  readonly signFlipP: number
  readonly maxT: readonly number[]
  /** With a spike beyond the cap, with lost pairs (null), with both. */
  readonly spiked: readonly (readonly (number | null)[])[]
  readonly spikedMaxT: readonly number[]
  readonly hodgesLehmann: number
  readonly medianDeviations: readonly (readonly [readonly number[], number])[]
  readonly interquartileRange: number
  readonly quantiles: readonly (readonly [number, number])[]
  readonly intervals: readonly (readonly [number, number, number])[]
  readonly sixteen: readonly number[]
  readonly sixteenSignFlipP: number
  /**
   * Confidence; then how far out and how far in a bound by drawn arrangements may lie, low and
   * high.
   */
  readonly sixteenInterval: readonly [number, Range, Range]
  readonly detectable: readonly (readonly [readonly number[], number, number, number, number])[]
  readonly random: readonly (readonly [number, readonly number[]])[]
  readonly pairs: readonly number[]
  readonly meanReach: readonly (readonly [number, number])[]
  readonly levels: readonly number[]
  readonly levelChanges: readonly number[]
  readonly studentUpper: readonly (readonly [number, number, number])[]
  readonly rateBounds: readonly (readonly [number, number, number, number, number])[]
}
const vectors = JSON.parse(
  readFileSync(new URL('vectors.json', import.meta.url), 'utf8'),
) as Vectors
/** Bounds by bisection come this near. */
const tie = 1e-9
const first = vectors.members[0] ?? []
const flips = makeSignFlips(8, () => {
  throw new Error('exact enumeration draws no random numbers')
})

test("SciPy's sign-flip p-value is ours for a family of one", () => {
  expect(maxT([first], flips)[0]).toBeCloseTo(vectors.signFlipP, 12)
})

test("a sampled p-value lies within four of its standard errors of SciPy's exact one", () => {
  const sampled = makeSignFlips(16, seededRandom(11))
  expect(sampled.drawn).toBeDefined()
  const exact = vectors.sixteenSignFlipP
  const error = Math.sqrt((exact * (1 - exact)) / sampled.arrangements)
  // The observed arrangement counts as one, whatever was drawn.
  expect(Math.abs((maxT([vectors.sixteen], sampled)[0] as number) - exact)).toBeLessThan(
    4 * error + 1 / sampled.arrangements,
  )
})

test('a spike beyond the cap and lost pairs leave max-T what NumPy finds by every arrangement', () => {
  const members = vectors.spiked.map((member) => member.map((value) => value ?? undefined))
  for (const [member, adjusted] of maxT(members, flips).entries()) {
    expect(adjusted).toBeCloseTo(vectors.spikedMaxT[member] as number, 12)
  }
})

test('bounds by drawn arrangements lie between those of all 65,536 at tails four errors apart', () => {
  const [confidence, [lowest, low], [high, highest]] = vectors.sixteenInterval
  for (let seed = 1; seed <= 20; seed++) {
    const sampled = makeSignFlips(16, seededRandom(seed))
    const interval = signFlipInterval(vectors.sixteen, sampled, confidence)
    expect(interval.low).toBeGreaterThanOrEqual(lowest - tie)
    expect(interval.low).toBeLessThanOrEqual(low + tie)
    expect(interval.high).toBeGreaterThanOrEqual(high - tie)
    expect(interval.high).toBeLessThanOrEqual(highest + tie)
  }
})

test('the detectable effect is what SciPy makes of the same formula', () => {
  for (const [values, alpha, power, smallestEffect, effect] of vectors.detectable) {
    const demand = { alpha, power, smallestEffect }
    expect(detectableEffect(sampleOf(values), demand)).toBeCloseTo(effect, 10)
  }
})

test('sfc32 gives the words of its published description, seeded by one integer', () => {
  for (const [seed, words] of vectors.random) {
    const random = seededRandom(seed)
    expect(words.map(() => random() * 2 ** 32)).toEqual(words)
  }
})

test("the reach of a mean is half of SciPy's interval for it", () => {
  for (const [alpha, reach] of vectors.meanReach) {
    expect(meanReach(sampleOf(vectors.pairs), alpha)).toBeCloseTo(reach, 9)
  }
})

test('change points are where PELT of another library finds them, give or take two values', () => {
  const found = changePoints(sampleOf(vectors.levels), { alpha: 0.01, shortest: 10 })
  expect(found).toHaveLength(vectors.levelChanges.length)
  for (const [at, index] of vectors.levelChanges.entries()) {
    expect(Math.abs((found[at]?.index ?? 0) - index)).toBeLessThanOrEqual(2)
  }
})

test('step-down max-T agrees with the same computed in NumPy from t statistics', () => {
  for (const [member, adjusted] of maxT(vectors.members, flips).entries()) {
    expect(adjusted).toBeCloseTo(vectors.maxT[member] as number, 12)
  }
})

test("the interval's bounds are where SciPy's sign-flip test begins to reject", () => {
  for (const [confidence, low, high] of vectors.intervals) {
    const interval = signFlipInterval(first, flips, confidence)
    expect(interval.low).toBeCloseTo(low, 9)
    expect(interval.high).toBeCloseTo(high, 9)
  }
})

test('Hodges-Lehmann, interquartile range, median deviation and quantiles agree with SciPy', () => {
  const sample = sampleOf(first)
  expect(hodgesLehmann(sample)).toBeCloseTo(vectors.hodgesLehmann, 12)
  expect(interquartileRange(sample)).toBeCloseTo(vectors.interquartileRange, 12)
  for (const [values, deviation] of vectors.medianDeviations) {
    expect(medianDeviation(sampleOf(values))).toBeCloseTo(deviation, 12)
  }
  for (const [probability, value] of vectors.quantiles) {
    expect(quantile(sample, probability)).toBeCloseTo(value, 12)
  }
})

test("Student's upper quantiles agree with SciPy", () => {
  for (const [tail, degreesOfFreedom, value] of vectors.studentUpper) {
    expect(studentUpperQuantile(tail, degreesOfFreedom)).toBeCloseTo(value, 8)
  }
})

test('Clopper-Pearson bounds agree with SciPy', () => {
  for (const [successes, trials, confidence, low, high] of vectors.rateBounds) {
    const bounds = rateBounds(successes, trials, confidence)
    expect(bounds.low).toBeCloseTo(low, 9)
    expect(bounds.high).toBeCloseTo(high, 9)
  }
})

function sampleOf(values: readonly number[]): Sample {
  const outcome = checkSample(values)
  if (outcome.kind === 'refused') throw new Error(outcome.message)
  return outcome.sample
}
