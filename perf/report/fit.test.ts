import { expect, test } from 'vitest'
import { fit } from './fit.ts'

const stars = (count: number) => '*'.repeat(count * 10)

test('what fits is left whole', () => {
  expect(fit(5, 50, stars)).toEqual({ text: stars(5), shown: 5 })
})

test('the largest number that fits is taken', () => {
  expect(fit(1000, 123, stars).shown).toBe(12)
})

test('size is bytes, not characters', () => {
  expect(fit(10, 12, (shown) => '€'.repeat(shown)).shown).toBe(4)
})

test('where nothing fits, nothing is shown', () => {
  expect(fit(3, 5, stars).shown).toBe(0)
})
