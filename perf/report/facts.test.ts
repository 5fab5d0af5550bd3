import { expect, test } from 'vitest'
import { revisionText } from './facts.ts'

const commit = '61673a75e8a1289edf7964eb608cac5c4fca6f8f'
const textOf = (ref: string, dirty = false) => revisionText({ ref, commit, dirty, tree: 'a.b' })

test('a commit is said once, with the name by which it was found', () => {
  expect(textOf('main')).toBe('main (61673a75)')
  expect(textOf('working tree', true)).toBe('working tree (61673a75, with local changes)')
})

test('a commit that was named by its hash has no other name', () => {
  expect(textOf(commit)).toBe('61673a75')
  expect(textOf('61673a75e8a1', true)).toBe('61673a75, with local changes')
})
