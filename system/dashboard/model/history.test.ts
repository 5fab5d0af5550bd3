import { expect, test } from 'vitest'
import { History } from './history.ts'

test('samples come back as columns, times in seconds', () => {
  const history = new History(2, 10)
  history.add(1_900, [1, 10])
  history.add(2_000, [2, null])
  expect(history.columns()).toEqual([
    [1, 2],
    [1, 2],
    [10, null],
  ])
})

test('a second has one sample, the latest; the past is refused', () => {
  const history = new History(1, 10)
  history.add(5_000, [1])
  history.add(5_999, [2])
  history.add(4_000, [3])
  expect(history.columns()).toEqual([[5], [2]])
})

test('it stays bounded, and keeps the newest', () => {
  const history = new History(1, 100)
  for (let second = 0; second < 10_000; second += 1) {
    history.add(second * 1000, [second])
    expect(history.size).toBeLessThanOrEqual(125)
  }
  expect(history.latestS).toBe(9_999)
  expect(history.columns()[1]?.at(-1)).toBe(9_999)
})

test('a clock that is put back begins anew; one that is put ahead leaves what is long past behind', () => {
  const history = new History(1, 600)
  for (let second = 10_000; second < 10_100; second += 1) {
    history.add(second * 1000, [second])
  }
  history.add(5_000_000, [1])
  history.add(5_001_000, [2])
  expect(history.columns()).toEqual([
    [5_000, 5_001],
    [1, 2],
  ])
  history.add(90_000_000, [3])
  expect(history.columns()).toEqual([[90_000], [3]])
})

test('a time without figures is a gap and not a line across', () => {
  const history = new History(1, 10)
  history.interrupt(500)
  history.add(1_000, [7])
  history.interrupt(1_100)
  history.interrupt(3_000)
  history.add(9_000, [8])
  expect(history.columns()).toEqual([
    [1, 2, 9],
    [7, null, 8],
  ])
})
