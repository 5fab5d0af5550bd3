import { expect, test, vi } from 'vitest'
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

test('sees by itself for how much of the time since it last looked the thread had work', () => {
  const readings = [
    { idle: 100, active: 900, utilization: 0.9 },
    { idle: 900, active: 1_100, utilization: 0.55 },
    { idle: 900, active: 2_100, utilization: 0.7 },
  ]
  const real = performance.eventLoopUtilization.bind(performance)
  const spy = vi.spyOn(performance, 'eventLoopUtilization').mockImplementation((later, earlier) => {
    return later === undefined ? (readings.shift() ?? real()) : real(later, earlier)
  })
  const clock = { nowMs: 0 }
  const pace = new Pace({ shortestMs: 1, longestMs: 2, nowMs: () => clock.nowMs })
  clock.nowMs = 1_000
  expect(pace.intervalMs).toBe(1)
  clock.nowMs = 2_000
  expect(pace.intervalMs).toBe(2)
  spy.mockRestore()
})
