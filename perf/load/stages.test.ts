import { expect, test } from 'vitest'
import { StagedSchedule } from './staged-schedule.ts'
import { arrivalsOf, durationMsOf, levelAt, msUntil, peakOf, type Stage } from './stages.ts'

const rampHoldFall: readonly Stage[] = [
  { from: 0, to: 1_000, durationMs: 10_000 },
  { from: 1_000, to: 1_000, durationMs: 5_000 },
  { from: 1_000, to: 200, durationMs: 4_000 },
]

function timesOf(stages: readonly Stage[], seed = 1): number[] {
  const schedule = new StagedSchedule({ stages, seed })
  const times: number[] = []
  for (; schedule.nextMs !== Number.POSITIVE_INFINITY; schedule.advance()) {
    times.push(schedule.nextMs)
  }
  return times
}

test('a level goes in a straight line from stage to stage and stays where it ended', () => {
  const levels = [-1, 0, 5_000, 12_000, 17_000, 19_000, 99_000]
  expect(levels.map((ms) => levelAt(rampHoldFall, ms))).toEqual([0, 0, 500, 1000, 600, 200, 200])
  expect([durationMsOf(rampHoldFall), peakOf(rampHoldFall)]).toEqual([19_000, 1_000])
})

test('arrivals are the area below the line, and come when it says', () => {
  expect(arrivalsOf(rampHoldFall)).toBe(5_000 + 5_000 + 2_400)
  const [ramp, hold] = rampHoldFall as [Stage, Stage, Stage]
  expect(msUntil(5_000, ramp)).toBeCloseTo(10_000)
  expect(msUntil(1_250, ramp)).toBeCloseTo(5_000)
  expect(msUntil(500, hold)).toBeCloseTo(500)
  expect(msUntil(0, ramp)).toBe(0)
})

test('a staged schedule has every arrival, in order, and at each moment as many as are due', () => {
  const times = timesOf(rampHoldFall)
  expect(times).toHaveLength(12_400)
  expect(times.toSorted((a, b) => a - b)).toEqual(times)
  const by = (ms: number) => times.filter((time) => time < ms).length
  expect(Math.abs(by(5_000) - 1_250)).toBeLessThanOrEqual(1)
  expect(Math.abs(by(10_000) - 5_000)).toBeLessThanOrEqual(1)
  expect(Math.abs(by(15_000) - 10_000)).toBeLessThanOrEqual(1)
  expect(Math.max(...times)).toBeLessThanOrEqual(19_000)
})

test('a stage in which nobody comes is passed over', () => {
  const pause = { from: 0, to: 0, durationMs: 3_000 }
  const busy = { from: 100, to: 100, durationMs: 1_000 }
  const times = timesOf([pause, busy, pause, busy])
  expect(times).toHaveLength(200)
  expect(times.every((ms) => (ms >= 3_000 && ms < 4_000) || ms >= 7_000)).toBe(true)
})

test('the seed decides where within its stretch an arrival falls', () => {
  expect(timesOf(rampHoldFall, 5)).toEqual(timesOf(rampHoldFall, 5))
  expect(timesOf(rampHoldFall, 5)).not.toEqual(timesOf(rampHoldFall, 6))
})
