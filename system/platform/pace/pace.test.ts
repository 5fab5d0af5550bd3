import { expect, test } from 'vitest'
import { Pace } from './pace.ts'

function paceAt(share: { busy: number }) {
  const clock = { nowMs: 0 }
  const options = { shortestMs: 6, longestMs: 14 }
  const pace = new Pace({ ...options, busy: () => share.busy, nowMs: () => clock.nowMs })
  return (atMs: number): number => {
    clock.nowMs = atMs
    return pace.intervalMs
  }
}

test.for([
  [0.1, 6],
  [0.6, 6],
  [0.75, 10],
  [0.9, 14],
  [1, 14],
])('a thread that is busy for %d of its time paces itself at %d ms', ([busy, expected]) => {
  expect(paceAt({ busy: busy ?? 0 })(1_000)).toBeCloseTo(expected ?? 0)
})

test('goes by what was seen of a quarter of a second, not of every moment', () => {
  const share = { busy: 1 }
  const intervalAt = paceAt(share)
  expect(intervalAt(200)).toBe(6)
  expect(intervalAt(250)).toBe(14)
  share.busy = 0
  expect(intervalAt(499)).toBe(14)
  expect(intervalAt(500)).toBe(6)
})

test('sees by itself whether the thread has work', async () => {
  const clock = { nowMs: 0 }
  const pace = new Pace({ shortestMs: 1, longestMs: 2, nowMs: () => clock.nowMs })
  await new Promise((resolve) => setTimeout(resolve, 50))
  clock.nowMs = 1_000
  expect(pace.intervalMs).toBe(1)
  const untilMs = performance.now() + 100
  while (performance.now() < untilMs);
  await new Promise((resolve) => setImmediate(resolve))
  clock.nowMs = 2_000
  expect(pace.intervalMs).toBeGreaterThan(1.5)
})
