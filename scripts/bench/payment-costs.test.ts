import { expect, test } from 'vitest'
import { areBooksKept } from './payment-costs.ts'

test.each([
  [{ base: [], head: [] }, true],
  [{ base: [], head: ['a posting is missing'] }, false],
  [{ base: ['a posting is missing'], head: [] }, false],
])('books are kept when no arm violates an invariant: %j', (violated, isKept) => {
  const costs = Object.fromEntries(
    Object.entries(violated).map(([name, sentences]) => [name, { violated: sentences }]),
  )
  expect(areBooksKept(costs)).toBe(isKept)
})
