import { expect, test } from 'vitest'
import { rateBounds } from './binomial.ts'
import { meanReach } from './mean-reach.ts'
import { seededRandom } from './random.ts'
import { asChecked } from './sample.ts'
import { noises } from './testing.ts'

const sample = (...values: number[]) => asChecked(values)

test('a single value says nothing of its scatter', () => {
  expect(meanReach(sample(1), 0.01)).toBeNull()
})

test('values without scatter reach nowhere', () => {
  expect(meanReach(sample(5, 5), 0.001)).toBe(0)
})

test('means of normal values around zero come beyond it as seldom as it says, and no seldomer', () => {
  const random = seededRandom(8)
  const trials = 20_000
  const beyond = { above: 0, below: 0 }
  for (let trial = 0; trial < trials; trial++) {
    const values = noises.normal(4, random)
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const reach = meanReach(asChecked(values), 0.01) as number
    if (mean > reach) beyond.above++
    if (mean < -reach) beyond.below++
  }
  for (const count of [beyond.above, beyond.below]) {
    const seen = rateBounds(count, trials, 0.999)
    expect(seen.low).toBeLessThan(0.01)
    expect(seen.high).toBeGreaterThan(0.01)
  }
})

test.each(['heavy-tailed', 'spiked'] as const)('%s values do so no oftener', (noise) => {
  const random = seededRandom(9)
  const trials = 10_000
  let beyond = 0
  for (let trial = 0; trial < trials; trial++) {
    const values = noises[noise](4, random)
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    if (mean > (meanReach(asChecked(values), 0.01) as number)) beyond++
  }
  expect(rateBounds(beyond, trials, 0.999).low).toBeLessThan(0.01)
})
