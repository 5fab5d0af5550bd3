import { expect, test } from 'vitest'
import { aloneBecause, longestFirst } from '../testing/alone.ts'
import { trackedFiles } from './repository.ts'

test('every integration test that is said to run alone, or first, is there', () => {
  const paths = new Set(trackedFiles().map(({ path }) => path))
  const named = [...Object.keys(aloneBecause), ...longestFirst]
  expect(named.filter((path) => !paths.has(path))).toEqual([])
  expect(longestFirst.filter((path) => path in aloneBecause)).toEqual([])
})
