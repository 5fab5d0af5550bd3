import { expect, test } from 'vitest'
import { aloneBecause } from '../testing/alone.ts'
import { longestFirst } from '../testing/file-order.ts'
import { trackedFiles } from './repository.ts'

test('every test that is said to run alone, or first, is there', () => {
  const paths = new Set(trackedFiles().map(({ path }) => path))
  const named = [...Object.keys(aloneBecause), ...longestFirst]
  expect(named.filter((path) => !paths.has(path))).toEqual([])
  expect(longestFirst.filter((path) => path in aloneBecause)).toEqual([])
})
