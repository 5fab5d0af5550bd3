import { expect, test } from 'vitest'
import { rateBounds } from './binomial.ts'
import { maxT } from './max-t.ts'
import { type Random, seededRandom } from './random.ts'
import { makeSignFlips } from './sign-flips.ts'
import { exactNoiseNames, type Noise, noises } from './testing.ts'

const eight = makeSignFlips(8, seededRandom(1))
const slower = [2.1, 1.9, 2.3, 1.8, 2.0, 2.2, 1.7, 2.4]
const noise = [0.02, -0.03, 0.01, 0.02, -0.01, 0.03, -0.02, 0.01]

test('a change that every pair shows has the smallest p-value there is', () => {
  expect(maxT([slower], eight)).toEqual([1 / 256])
})

test('the family pays: the same noise beside others is less surprising', () => {
  const alone = maxT([noise], eight)[0] as number
  const others = [1, 2, 3, 4].map((shift) => noise.map((_, i) => noise[(i * 3 + shift) % 8]))
  expect(maxT([noise, ...others], eight)[0]).toBeGreaterThan(alone)
})

test('ten copies of one metric cost what one costs', () => {
  expect(maxT(new Array(10).fill(noise), eight)[3]).toBeCloseTo(maxT([noise], eight)[0] as number)
})

test('improvement is no evidence of regression', () => {
  expect(maxT([slower.map((value) => -value)], eight)).toEqual([1])
})

test('a constant zero says nothing', () => {
  expect(maxT([new Array(8).fill(0)], eight)).toEqual([1])
})

test('a lost pair is left out and never stands for a value', () => {
  const [, ...rest] = slower
  expect(maxT([[undefined, ...rest]], eight)).toEqual([2 / 256])
  expect(maxT([new Array(8).fill(undefined)], eight)).toEqual([1])
})

test('a true effect stays visible beside a metric with one wild spike', () => {
  const wild = [...noise.slice(0, 7), 6]
  expect(maxT([slower, wild], eight)[0]).toBe(1 / 256)
})

test('with no effect at all, a family of eight reaches 1 % in at most 1 % of runs', () => {
  const random = seededRandom(5)
  const trials = 20_000
  let alarms = 0
  for (let trial = 0; trial < trials; trial++) {
    const shared = Array.from({ length: 8 }, () => heavyTailed(random))
    const members = Array.from({ length: 8 }, () =>
      shared.map((value) => value + heavyTailed(random)),
    )
    if (Math.min(...maxT(members, eight)) <= 0.01) alarms++
  }
  expect(rateBounds(alarms, trials, 0.999).high).toBeLessThan(0.01)
})

test.each(exactNoiseNames)(
  'with no effect at all, one of eight reaches 12 of 256 arrangements as often as those are: %s noise',
  (noise) => {
    const { low, high } = reaching(12 / 256, noises[noise])
    expect(low).toBeLessThan(12 / 256)
    expect(high).toBeGreaterThan(12 / 256)
  },
)

test('what a block of eight balances makes p-values larger, never smaller', () => {
  expect(reaching(12 / 256, noises.blocked).high).toBeLessThan(12 / 256)
})

test('a true effect beside them leaves the error rate of the others what it was', () => {
  const { low, high } = reaching(12 / 256, noises.normal, 3)
  expect(low).toBeLessThan(12 / 256)
  expect(high).toBeGreaterThan(12 / 256)
})

/** How often any of eight members without an effect, related to each other, comes so far. */
function reaching(alpha: number, noise: Noise, effectBeside?: number) {
  const random = seededRandom(15)
  const trials = 4000
  let alarms = 0
  for (let trial = 0; trial < trials; trial++) {
    const shared = noise(8, random)
    const own = Array.from({ length: 8 }, () => noise(8, random))
    const members = own.map((values) => values.map((value, at) => value + (shared[at] as number)))
    const beside = effectBeside === undefined ? [] : [shared.map((value) => value + effectBeside)]
    if (Math.min(...maxT([...members, ...beside], eight).slice(0, 8)) <= alpha) alarms++
  }
  return rateBounds(alarms, trials, 0.999)
}

/** Symmetric, with the tails of a Student's t of two degrees of freedom. */
function heavyTailed(random: Random): number {
  const uniform = 2 * random() - 1
  return uniform * Math.sqrt(2 / (1 - uniform * uniform))
}
