import { expect, test } from 'vitest'
import { bucketsPerWindow, SlidingCount } from './velocity.ts'

test('what is older than the window is not counted', () => {
  const count = new SlidingCount()
  expect(count.add(100)).toBe(1)
  expect(count.add(100 + bucketsPerWindow - 1)).toBe(2)
  expect(count.add(100 + bucketsPerWindow)).toBe(2)
  expect(count.add(100 + 10 * bucketsPerWindow)).toBe(1)
})

test('a clock that goes back counts as if it had stood still', () => {
  const count = new SlidingCount()
  count.add(500)
  expect(count.add(490)).toBe(2)
  expect(count.add(500 + bucketsPerWindow)).toBe(1)
})

test('a clock that goes back by more than a window begins anew there', () => {
  const count = new SlidingCount()
  count.add(500)
  expect(count.add(500 - bucketsPerWindow)).toBe(1)
  expect(count.add(500)).toBe(1)
})

test('the count is that of a list of everything', () => {
  const count = new SlidingCount()
  const seen: number[] = []
  let bucket = 1_000_000
  for (let index = 0; index < 5_000; index += 1) {
    bucket += [0, 0, 0, 1, 2, 5, 13, 30][(index * 2_654_435_761) % 8] ?? 0
    seen.push(bucket)
    const inWindow = seen.filter((each) => each > bucket - bucketsPerWindow).length
    expect(count.add(bucket)).toBe(inWindow)
  }
})
