import { pino } from 'pino'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { DependencyUnavailable } from '../../platform/errors.ts'
import { ReleasePump } from './release-pump.ts'

/** A table of openings that queued payments wait for, in business time. */
function setUp(openings: number[] = []) {
  const state = { nowMs: 1_000, looks: 0, released: 0, failure: undefined as Error | undefined }
  const pump = new ReleasePump({
    held: {
      async releaseDue() {
        state.looks += 1
        if (state.failure !== undefined) throw state.failure
        const [first] = openings
        if (first === undefined || first > state.nowMs) return false
        openings.shift()
        state.released += 1
        return true
      },
    },
    store: { nextReleaseMs: async () => openings[0] },
    now: () => state.nowMs,
    intervalMs: 10,
    log: pino({ level: 'silent' }),
  })
  return { pump, state, openings }
}

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] })
})
afterEach(() => {
  vi.useRealTimers()
})

test('what is due already is released at the start, all of it', async () => {
  const { pump, state } = setUp([100, 200, 300, 5_000])
  pump.start()
  await vi.advanceTimersByTimeAsync(10)
  expect(state.released).toBe(3)
  await pump.stop()
})

test('nothing is asked of the database until the next opening, then at once', async () => {
  const { pump, state } = setUp([5_000])
  pump.start()
  await vi.advanceTimersByTimeAsync(10)
  const { looks } = state
  state.nowMs = 4_999
  await vi.advanceTimersByTimeAsync(1_000)
  expect(state.looks).toBe(looks)
  state.nowMs = 5_000
  await vi.advanceTimersByTimeAsync(10)
  expect(state.released).toBe(1)
  await pump.stop()
})

test('a payment that is queued meanwhile is expected', async () => {
  const { pump, state, openings } = setUp()
  pump.start()
  await vi.advanceTimersByTimeAsync(10)
  openings.push(2_000)
  pump.expect(2_000)
  state.nowMs = 2_000
  await vi.advanceTimersByTimeAsync(10)
  expect(state.released).toBe(1)
  await pump.stop()
})

test('one that nobody told of is found within the time that memory is trusted', async () => {
  const { pump, state, openings } = setUp()
  pump.start()
  await vi.advanceTimersByTimeAsync(10)
  openings.push(1_500)
  state.nowMs = 2_000
  await vi.advanceTimersByTimeAsync(20_000)
  expect(state.released).toBe(0)
  await vi.advanceTimersByTimeAsync(15_000)
  expect(state.released).toBe(1)
  await pump.stop()
})

test('after a failure it tries again', async () => {
  const { pump, state } = setUp([100])
  state.failure = new DependencyUnavailable('postgres', new Error('gone'))
  pump.start()
  await vi.advanceTimersByTimeAsync(50)
  expect(state.released).toBe(0)
  state.failure = undefined
  await vi.advanceTimersByTimeAsync(10)
  expect(state.released).toBe(1)
  await pump.stop()
})
