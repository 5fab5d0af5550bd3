import { expect, test } from 'vitest'
import { reconnectDelayMs } from './backoff.ts'

test('pauses double from half a second to a quarter of a minute', () => {
  const longest = [0, 1, 2, 3, 4, 5, 6, 1_000].map((attempt) => reconnectDelayMs(attempt, 1))
  expect(longest).toEqual([500, 1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000])
})

test('they differ from page to page, and are never shorter than half', () => {
  expect([reconnectDelayMs(2, 0), reconnectDelayMs(2, 0.5)]).toEqual([1_000, 1_500])
})
