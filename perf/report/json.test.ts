import { expect, test } from 'vitest'
import type { RunResult } from '../result/document.ts'
import { fixtures } from './fixtures.ts'
import { renderJson } from './json.ts'

test('keys are sorted at every level and the file ends with a newline', () => {
  const text = renderJson(fixtures.calm)
  expect(text.endsWith('}\n')).toBe(true)
  const parsed = JSON.parse(text)
  const isSorted = (value: unknown): boolean => {
    if (typeof value !== 'object' || value === null) return true
    if (Array.isArray(value)) return value.every(isSorted)
    const keys = Object.keys(value)
    return keys.join() === keys.toSorted().join() && Object.values(value).every(isSorted)
  }
  expect(isSorted(parsed)).toBe(true)
})

test('nothing is lost on the way', () => {
  expect(JSON.parse(renderJson(fixtures.hostile))).toEqual(fixtures.hostile)
})

test('the order in which a document was built does not show', () => {
  const reversed = Object.fromEntries(Object.entries(fixtures.regression).toReversed()) as RunResult
  expect(renderJson(reversed)).toBe(renderJson(fixtures.regression))
})

test('a key named __proto__ stays a key', () => {
  const record = JSON.parse('{"__proto__": 1, "a": 2}')
  const generation = { ...fixtures.calm.scenarios[0]?.generations[0], base: record }
  const text = renderJson({ ...fixtures.calm, scenarios: [{ generations: [generation] }] } as never)
  expect(text).toContain('"__proto__": 1')
})
