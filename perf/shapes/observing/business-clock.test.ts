import { expect, test } from 'vitest'
import { clockAheadMs, readBusinessClock } from './business-clock.ts'

test('of many readings the one that took the least time tells how much the clock is ahead', () => {
  const slow = { beforeMs: 0, afterMs: 90, toldMs: 1_000 }
  const fast = { beforeMs: 200, afterMs: 202, toldMs: 1_151 }
  expect(clockAheadMs([slow, fast, slow])).toBe(950)
})

test('the clock goes on from what the system told, on whatever day that was', async () => {
  let nowMs = Date.parse('2026-11-22T12:00:00Z')
  const body = () => ({ at: new Date(nowMs - 86_400_000).toISOString() })
  const client = { get: async () => ({ status: 200, body: body() }) }
  const clock = await readBusinessClock(client, () => nowMs)
  nowMs += 1_234
  expect(new Date(clock.nowMs()).toISOString()).toBe('2026-11-21T12:00:01.234Z')
})

test('a system that does not tell the time is refused', async () => {
  const client = { get: async () => ({ status: 404, body: 'no such path' }) }
  await expect(readBusinessClock(client)).rejects.toThrow('banks: expected status 200, got 404')
})
