import { expect, test } from 'vitest'
import { startServer } from './fixtures/http-server.ts'
import { echoAfter, journeyOf, latency, load, step, type State } from './fixtures/inline-load.ts'
import { mergeLatencies } from './merge.ts'
import type { Journey } from './journey.ts'
import type { LoadInterval } from './load.ts'

/** Loads whose level changes, and what is told of them while they go on. */
test('a staged load offers what its stages hold, and each stretch tells its own', async () => {
  await using server = await echoAfter(5)
  const intervals: LoadInterval[] = []
  const shape = {
    kind: 'staged',
    connections: 100,
    stages: [
      { from: 0, to: 400, durationMs: 1_000 },
      { from: 400, to: 400, durationMs: 1_000 },
    ],
  } as const
  const request = { shape, intervalMs: 500 }
  const { signal } = new AbortController()
  const result = await load(server, journeyOf(step('read')), request, signal, (interval) =>
    intervals.push(interval),
  )
  expect(result).toMatchObject({ journeysOffered: 600, journeysCompleted: 600, failures: {} })
  expect(intervals.length).toBeGreaterThanOrEqual(4)
  const counts = intervals.map(({ journeys }) => journeys.count)
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(600)
  expect(counts[0]).toBeLessThan(counts[2] ?? 0)
  expect(mergeLatencies(intervals.map(({ journeys }) => journeys)).count).toBe(600)
  expect(intervals.at(-1)?.counts).toMatchObject({ journeysCompleted: 600, timeouts: 0 })
  expect(intervals[1]?.fromMs).toBe(intervals[0]?.toMs)
})

test('users come back after their pause: their rate is their number by pause and answer', async () => {
  await using server = await echoAfter(20)
  const users = 200
  const shape = {
    kind: 'users',
    connections: users,
    thinkMs: 480,
    stages: [
      { from: 0, to: users, durationMs: 500 },
      { from: users, to: users, durationMs: 2_500 },
    ],
  } as const
  const result = await load(server, journeyOf(step('read')), { shape })
  // (half of the ramp + the rest) x 200 users by (480 + 20) ms
  const expected = (0.25 + 2.5) * (users / 0.5)
  expect(result.journeysCompleted).toBe(result.journeysOffered)
  expect(result.journeysOffered / expected).toBeGreaterThan(0.9)
  expect(result.journeysOffered / expected).toBeLessThan(1.15)
  expect(latency(result, 'read').p50).toBeLessThan(40)
  expect(server.accepted).toBe(users)
})

test('what is refused with a time to come again is shed, and counted among failures', async () => {
  await using server = await startServer((request, response) => {
    const isRefused = Number(request.url?.split('/').at(-1)) % 4 === 0
    if (isRefused) response.writeHead(503, { 'retry-after': '1' })
    response.end(JSON.stringify(request.url))
  })
  const journey: Journey<State> = {
    ...journeyOf(step('read', { acknowledges: (state) => `${state.number}` })),
    tally: ({ number }) => ({
      labels: [number % 2 === 0 ? 'even' : 'odd'],
      amountMinor: 100,
      currency: 'USD',
    }),
  }
  const result = await load(server, journey, { journeys: 400 })
  expect(result).toMatchObject({
    journeysOffered: 400,
    journeysCompleted: 300,
    shed: 100,
    failures: { 'read: status 503': 100 },
    labels: { even: 200, odd: 200 },
    volumesMinor: { USD: '30000' },
  })
})
