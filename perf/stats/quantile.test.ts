import { expect, test } from 'vitest'
import { interquartileRange, median, medianDeviation, quantile, selectInPlace } from './quantile.ts'
import { seededRandom } from './random.ts'
import { asChecked } from './sample.ts'

const sample = (...values: number[]) => asChecked(values)

test('the median of an even number of values is halfway between the middle two', () => {
  expect(median(sample(4, 1, 3, 2))).toBe(2.5)
})

test('a single value is its own median and has no spread', () => {
  expect(median(sample(7))).toBe(7)
  expect(interquartileRange(sample(7))).toBe(0)
})

test('the median deviation is the spread of most values, whatever one of four does', () => {
  expect(medianDeviation(sample(1, 2, 3, 4, 100))).toBe(1)
  expect(medianDeviation(sample(0, 0, 0, 0.3))).toBe(0)
  expect(medianDeviation(sample(7))).toBe(0)
})

test('a probability outside [0, 1] is refused', () => {
  expect(() => quantile(sample(1), 1.5)).toThrow('the probability is 1.5, expected it in [0, 1]')
})

test('selection finds what sorting finds, ties included', () => {
  const random = seededRandom(4)
  for (let trial = 0; trial < 200; trial++) {
    const values = Float64Array.from({ length: 1 + Math.floor(random() * 60) }, () =>
      Math.floor(random() * 20),
    )
    const rank = Math.floor(random() * values.length)
    expect(selectInPlace(values.slice(), rank)).toBe(values.slice().sort()[rank])
  }
})
