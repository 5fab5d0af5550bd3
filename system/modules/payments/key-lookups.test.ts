import { expect, test } from 'vitest'
import { KeyLookups } from './key-lookups.ts'

function after(batches: readonly boolean[]): boolean {
  const lookups = new KeyLookups()
  batches.forEach((met) => lookups.observe(met))
  return lookups.areWorthwhile
}

const repeat = (count: number, pattern: readonly boolean[]): boolean[] =>
  Array.from({ length: count }, () => pattern).flat()

test('one key that is used again now and then is no reason to ask for all the others', () => {
  expect(after([true])).toBe(false)
  expect(after(repeat(20, [true, false, false, false]))).toBe(false)
})

test('where most batches meet one, they ask first', () => {
  expect(after(repeat(6, [true]))).toBe(true)
  expect(after(repeat(20, [true, true, true, false]))).toBe(true)
})

test('they stop asking a few batches after the last', () => {
  expect(after([...repeat(50, [true]), ...repeat(5, [false])])).toBe(true)
  expect(after([...repeat(50, [true]), ...repeat(10, [false])])).toBe(false)
})
