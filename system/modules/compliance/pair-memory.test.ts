import { expect, test } from 'vitest'
import { hashText, PairMemory, pairOf } from './pair-memory.ts'

const hash = (index: number): number => hashText(`interbank ACC-${String(index).padStart(6, '0')}`)

test('a pair is known in the direction in which it paid', () => {
  const pairs = new PairMemory()
  expect(pairs.knows(pairOf(hash(1), hash(2)))).toBe(false)
  pairs.remember(pairOf(hash(1), hash(2)))
  expect(pairs.knows(pairOf(hash(1), hash(2)))).toBe(true)
  expect(pairs.knows(pairOf(hash(2), hash(1)))).toBe(false)
})

test('of 50,000 pairs at most one in five is forgotten for another, and none is known unseen', () => {
  const pairs = new PairMemory()
  const all = Array.from({ length: 50_000 }, (_, index) => pairOf(hash(index % 500), hash(index)))
  for (const pair of all) {
    pairs.remember(pair)
  }
  const known = all.filter((pair) => pairs.knows(pair)).length
  expect(known).toBeGreaterThan(40_000)
  const unseen = all.filter((_, index) => pairs.knows(pairOf(hash(index), hash(100_000 + index))))
  expect(unseen).toEqual([])
})
