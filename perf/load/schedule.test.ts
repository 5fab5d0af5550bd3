import { expect, test } from 'vitest'
import { ArrivalSchedule, type ScheduleRequest } from './schedule.ts'

function arrivals(request: ScheduleRequest): number[] {
  const schedule = new ArrivalSchedule(request)
  const times: number[] = []
  for (; schedule.nextMs !== Number.POSITIVE_INFINITY; schedule.advance()) {
    times.push(schedule.nextMs)
  }
  return times
}

test('a schedule offers exactly rate times duration, each in its own interval and in order', () => {
  const times = arrivals({ journeysPerSecond: 1000, seed: 1, durationMs: 3000 })
  expect(times).toHaveLength(3000)
  for (const [index, time] of times.entries()) expect(Math.floor(time)).toBe(index)
})

test('the same seed gives the same schedule and another seed another one', () => {
  const request = { journeysPerSecond: 300, durationMs: 1000 }
  expect(arrivals({ ...request, seed: 5 })).toEqual(arrivals({ ...request, seed: 5 }))
  expect(arrivals({ ...request, seed: 5 })).not.toEqual(arrivals({ ...request, seed: 6 }))
})

test('arrivals have no fixed phase to a timer of ten milliseconds', () => {
  const times = arrivals({ journeysPerSecond: 100, seed: 2, durationMs: 20_000 })
  const perMillisecond = Array.from({ length: 10 }, () => 0)
  for (const time of times) {
    const phase = Math.floor(time % 10)
    perMillisecond[phase] = (perMillisecond[phase] ?? 0) + 1
  }
  for (const count of perMillisecond) expect(count).toBeGreaterThan(140) // 200 each, 4 sigma below
})

test('whichever of duration and journeys comes first ends the schedule', () => {
  const request = { journeysPerSecond: 100, seed: 1 }
  expect(arrivals({ ...request, durationMs: 1000, journeys: 30 })).toHaveLength(30)
  expect(arrivals({ ...request, durationMs: 100, journeys: 30 })).toHaveLength(10)
  expect(arrivals({ ...request, journeys: 7 })).toHaveLength(7)
})

test('a rate below one a second still has arrivals', () => {
  expect(arrivals({ journeysPerSecond: 0.5, seed: 1, durationMs: 10_000 })).toHaveLength(5)
})
