import { expect, test } from 'vitest'
import { meantHint, mistakesBetween, nearMiss } from './near-miss.ts'

test.each([
  ['base', 'base', 0],
  ['bse', 'base', 1],
  ['baase', 'base', 1],
  ['bade', 'base', 1],
  ['bsae', 'base', 1],
  ['', 'base', 4],
  ['base', '', 4],
  ['kitten', 'sitting', 3],
])('from %j to %j it is %i', (word, other, mistakes) => {
  expect(mistakesBetween(word, other)).toBe(mistakes)
})

test('the nearest word is meant, and nothing where none is near', () => {
  const known = ['base', 'head', 'instructions', 'no-instructions', 'require-baselines']
  expect(nearMiss('bsae', known)).toBe('base')
  expect(nearMiss('no-instruction', known)).toBe('no-instructions')
  expect(nearMiss('frobnicate', known)).toBeUndefined()
  expect(nearMiss('bd', known)).toBeUndefined()
  expect(nearMiss('', known)).toBeUndefined()
})

test('a word may go by another name, with a slip of the hand or without', () => {
  const known = ['auto', 'testcontainers']
  const otherNames = { docker: 'testcontainers' }
  for (const word of ['docker', 'dokcer']) {
    expect(meantHint(word, known, { otherNames })).toBe(' (did you mean testcontainers?)')
  }
  expect(nearMiss('autp', known, otherNames)).toBe('auto')
  expect(nearMiss('podman', known, otherNames)).toBeUndefined()
})

test('a hint says what was meant, and nothing where nobody knows', () => {
  expect(meantHint('lod', ['load', 'soak'])).toBe(' (did you mean load?)')
  expect(meantHint('bse', ['base'], { prefix: '--' })).toBe(' (did you mean --base?)')
  expect(meantHint('frobnicate', ['load'])).toBe('')
})
