import { describe, expect, test } from 'vitest'
import { rateBounds } from './binomial.ts'
import { changePoints } from './change-points.ts'
import { type Random, seededRandom } from './random.ts'
import { asChecked } from './sample.ts'
import { noises, normal } from './testing.ts'

const demand = { alpha: 0.01, shortest: 10 }
const flat = (count: number, level: number) => new Array<number>(count).fill(level)

describe('series that have nothing to find', () => {
  test.each([
    ['of a single value', [1]],
    ['too short for two levels', [...flat(9, 1), ...flat(9, 2)]],
    ['that is constant', flat(365, 0.1 + 0.2)],
    ['that is zero', flat(365, 0)],
  ])('one %s', (_, values) => {
    expect(changePoints(asChecked(values), demand)).toEqual([])
  })

  test('one with a single wild value, or two', () => {
    const random = seededRandom(5)
    const values = Array.from({ length: 200 }, () => 1 + 0.02 * normal(random))
    values[50] = 9
    values[51] = -7
    expect(changePoints(asChecked(values), demand)).toEqual([])
  })
})

test('a step is found where it is, with the levels on both sides', () => {
  expect(changePoints(asChecked([...flat(40, 1), ...flat(30, 1.5)]), demand)).toEqual([
    { index: 40, before: 1, after: 1.5 },
  ])
})

test('an episode of ten nights is two changes, and no level is ever shorter', () => {
  const episode = (nights: number) => [...flat(100, 1), ...flat(nights, 1.2), ...flat(100, 1)]
  expect(changePoints(asChecked(episode(10)), demand).map(({ index }) => index)).toEqual([100, 110])
  const short = asChecked(episode(5).map(withNoise(seededRandom(2))))
  const [rise, fall] = changePoints(short, demand).map(({ index }) => index)
  expect((fall ?? 0) - (rise ?? 0)).toBeGreaterThanOrEqual(demand.shortest)
})

test('negative values have levels like any other', () => {
  const values = [...flat(50, -3), ...flat(50, -4)]
  expect(changePoints(asChecked(values), demand)).toEqual([{ index: 50, before: -3, after: -4 }])
})

const trials = 1_500
test.each(['normal', 'heavy-tailed', 'spiked'] as const)(
  'a year of %s nights without a change has one in fewer series than was demanded',
  (noise) => {
    const random = seededRandom(31)
    let found = 0
    for (let trial = 0; trial < trials; trial++) {
      const values = noises[noise](365, random).map((value) => 1 + 0.03 * value)
      if (changePoints(asChecked(values), demand).length > 0) found++
    }
    expect(rateBounds(found, trials, 0.99).high).toBeLessThan(demand.alpha)
  },
  60_000,
)

test('a creep of two scatters is found in at least 95 % of series, within three nights of its place', () => {
  const random = seededRandom(12)
  const runs = 500
  let near = 0
  for (let run = 0; run < runs; run++) {
    const values = flat(365, 1).map((level, night) => level + (night >= 200 ? 0.06 : 0))
    const found = changePoints(asChecked(values.map(withNoise(random))), demand)
    if (found.some(({ index }) => Math.abs(index - 200) <= 3)) near++
  }
  expect(rateBounds(near, runs, 0.95).low).toBeGreaterThan(0.95)
})

function withNoise(random: Random): (level: number) => number {
  return (level) => level + 0.03 * normal(random)
}
