import { expect, test } from 'vitest'
import { mutantsPlanted } from './config.ts'

test('a few mutants stand for all, unless MUTANTS=all', () => {
  expect(mutantsPlanted({})).toBe('representative')
  expect(mutantsPlanted({ MUTANTS: '' })).toBe('representative')
  expect(mutantsPlanted({ MUTANTS: 'all' })).toBe('all')
})

test('another word is refused, not taken for a few', () => {
  expect(() => mutantsPlanted({ MUTANTS: 'every' })).toThrow('MUTANTS is "every", expected "all"')
})
