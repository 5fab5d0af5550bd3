import { expect, test } from 'vitest'
import { countsFromMs } from './timer.ts'

test('lateness within the resolution of timers is not charged to the latency', () => {
  expect(countsFromMs(100, 100.7)).toBe(100.7)
})

test('lateness beyond the resolution of timers is charged to the latency', () => {
  expect(countsFromMs(100, 250)).toBe(101)
})

test('a timer that fired early makes no negative latency', () => {
  expect(countsFromMs(100, 99.6)).toBe(99.6)
})
