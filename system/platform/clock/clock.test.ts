import { expect, test } from 'vitest'
import { createClock } from './clock.ts'

test('without a start the clock is the real one', () => {
  let realMs = 1_000
  const clock = createClock(undefined, () => realMs)
  realMs = 1_234
  expect(clock.nowMs()).toBe(1_234)
})

test('with a start the clock shows it first and goes on as fast as the real one', () => {
  let realMs = 1_000
  const clock = createClock(Date.parse('2026-01-07T09:00:00Z'), () => realMs)
  expect(new Date(clock.nowMs()).toISOString()).toBe('2026-01-07T09:00:00.000Z')
  realMs += 90_000
  expect(new Date(clock.nowMs()).toISOString()).toBe('2026-01-07T09:01:30.000Z')
})
