import { expect, test } from 'vitest'
import { rateBounds } from './binomial.ts'
import { hodgesLehmann } from './hodges-lehmann.ts'
import { seededRandom } from './random.ts'
import { asChecked } from './sample.ts'
import { noiseNames, noises } from './testing.ts'

const estimate = (values: readonly number[]) => hodgesLehmann(asChecked(values))

test('a single value is its own centre', () => {
  expect(estimate([0.3])).toBe(0.3)
})

test('it moves with its values and turns round with them', () => {
  const values = [0.02, -0.05, 0.11, 0.04]
  expect(estimate(values.map((value) => value + 1))).toBeCloseTo(estimate(values) + 1, 12)
  expect(estimate(values.map((value) => -value))).toBeCloseTo(-estimate(values), 12)
})

test('one spoilt generation in eight moves it by no more than the scatter of the others', () => {
  const seven = [0.01, 0.02, 0.03, 0.04, 0.05, 0.06, 0.07]
  expect(Math.abs(estimate([...seven, 1e6]) - estimate([...seven, 0.04]))).toBeLessThan(0.02)
})

test.each(noiseNames.flatMap((name) => [8, 24].map((pairs) => [name, pairs] as const)))(
  'it lies above the truth as often as below it: %s noise, %d pairs',
  (name, pairs) => {
    const [random, trials, truth] = [seededRandom(23), 4000, 0.07]
    let above = 0
    for (let trial = 0; trial < trials; trial++) {
      const values = noises[name](pairs, random).map((value) => truth + 0.03 * value)
      if (estimate(values) > truth) above++
    }
    const { low, high } = rateBounds(above, trials, 0.999)
    expect(low).toBeLessThan(0.5)
    expect(high).toBeGreaterThan(0.5)
  },
)

test('on normal noise it misses by hardly more than the mean, on heavy tails by less', () => {
  const ofMean = (name: 'normal' | 'heavy-tailed') => {
    const random = seededRandom(24)
    let [own, mean] = [0, 0]
    for (let trial = 0; trial < 4000; trial++) {
      const values = noises[name](8, random)
      own += estimate(values) ** 2
      mean += (values.reduce((sum, value) => sum + value, 0) / values.length) ** 2
    }
    return own / mean
  }
  expect(ofMean('normal')).toBeLessThan(1.1)
  expect(ofMean('heavy-tailed')).toBeLessThan(0.9)
})
