import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { row, setUp, stopped } from './testing-relay.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

describe('the outbox relay', () => {
  test('begins after the watermark with what a dead process left behind', async () => {
    const { relay, table, sent, state } = setUp()
    table.push(row(1), row(2), row(3))
    state.watermark = 1
    relay.start()
    await vi.advanceTimersByTimeAsync(200)
    expect(sent).toEqual([2, 3])
    expect([relay.waiting, state.watermark, state.prepared]).toEqual([0, 3, 1])
    await stopped(relay)
  })

  test('publishes from memory, without reading the table, many rows in one request', async () => {
    const { relay, sent, state, commit } = setUp()
    relay.start()
    await vi.advanceTimersByTimeAsync(100)
    const { reads } = state
    commit(1, 2, 3)
    await vi.advanceTimersByTimeAsync(50)
    expect(sent).toEqual([1, 2, 3])
    expect([state.reads, state.requests]).toEqual([reads, 1])
    await stopped(relay)
  })

  test('gathers between sends that took all, and catches up without', async () => {
    const { relay, sent, state, commit } = setUp(50)
    relay.start()
    await vi.advanceTimersByTimeAsync(100)
    commit(...Array.from({ length: 250 }, (_, index) => index + 1))
    await vi.advanceTimersByTimeAsync(45)
    expect([sent.length, state.requests]).toEqual([250, 3])
    commit(251)
    commit(252)
    await vi.advanceTimersByTimeAsync(40)
    expect(sent.length).toBe(250)
    await vi.advanceTimersByTimeAsync(15)
    expect([sent.length, state.requests]).toEqual([252, 4])
    await stopped(relay)
  })

  test('keeps the order and loses nothing while the broker is away', async () => {
    const { relay, sent, state, commit } = setUp()
    relay.start()
    await vi.advanceTimersByTimeAsync(100)
    state.brokerAway = true
    commit(1)
    await vi.advanceTimersByTimeAsync(700)
    commit(2)
    expect([sent, relay.waiting > 0]).toEqual([[], true])
    state.brokerAway = false
    commit(3)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(sent).toEqual([1, 2, 3])
    expect(relay.waiting).toBe(0)
    await stopped(relay)
  })

  test('sends what piled up in pieces that a broker takes, and a row that is larger by itself', async () => {
    const { relay, sent, state, commitLarge } = setUp()
    relay.start()
    await vi.advanceTimersByTimeAsync(100)
    commitLarge(10, 200_000)
    await vi.advanceTimersByTimeAsync(200)
    expect([sent.length, state.requests]).toEqual([10, 5])
    await stopped(relay)
  })

  test('says how long the oldest has been waiting, which that of a dead process did before', async () => {
    const { relay, table, state } = setUp()
    state.brokerAway = true
    table.push(row(1))
    relay.start()
    await vi.advanceTimersByTimeAsync(0)
    expect([relay.lagSeconds, relay.tooFarBehind]).toEqual([5, true])
    await vi.advanceTimersByTimeAsync(1_000)
    expect(relay.lagSeconds).toBe(6)
    state.brokerAway = false
    await vi.advanceTimersByTimeAsync(1_000)
    expect([relay.lagSeconds, relay.tooFarBehind]).toEqual([0, false])
    await stopped(relay)
  })

  test.each([
    ['back', -86_400_000],
    ['ahead', 86_400_000],
  ])('a clock that goes a day %s makes what waits neither younger nor older', async (_way, ms) => {
    const { relay, state, commit } = setUp()
    relay.start()
    await vi.advanceTimersByTimeAsync(100)
    state.brokerAway = true
    commit(1)
    await vi.advanceTimersByTimeAsync(3_000)
    state.nowMs += ms
    commit(2)
    expect(relay.lagSeconds).toBe(3)
    await vi.advanceTimersByTimeAsync(2_000)
    expect([relay.lagSeconds, relay.tooFarBehind]).toEqual([5, true])
    state.brokerAway = false
    await vi.advanceTimersByTimeAsync(1_000)
    expect(relay.lagSeconds).toBe(0)
    await stopped(relay)
  })

  test('finds a commit that nobody reported, when in doubt at once and else by sweeping', async () => {
    const { relay, table, sent } = setUp()
    relay.start()
    await vi.advanceTimersByTimeAsync(100)
    table.push(row(1))
    relay.doubt()
    await vi.advanceTimersByTimeAsync(50)
    expect(sent).toEqual([1])
    table.push(row(2))
    await vi.advanceTimersByTimeAsync(5_000)
    expect(sent).toEqual([1, 2])
    await stopped(relay)
  })

  test('keeps only so much in memory, and reads the rest from the table', async () => {
    const { relay, sent, state, commit } = setUp()
    relay.start()
    await vi.advanceTimersByTimeAsync(100)
    const { reads } = state
    const ids = Array.from({ length: 700 }, (_, index) => index + 1)
    commit(...ids)
    await vi.advanceTimersByTimeAsync(1_000)
    expect(sent).toEqual(ids)
    expect(state.reads).toBeGreaterThan(reads)
    await stopped(relay)
  })

  test('keeps only so many bytes in memory, and reads the rest from the table', async () => {
    const { relay, sent, state, commitLarge } = setUp()
    relay.start()
    await vi.advanceTimersByTimeAsync(100)
    const { reads } = state
    // 18 MiB in 36 rows.
    commitLarge(36, 512 * 1024)
    await vi.advanceTimersByTimeAsync(5_000)
    expect(sent).toEqual(Array.from({ length: 36 }, (_, index) => index + 1))
    expect(state.reads).toBeGreaterThan(reads)
    await stopped(relay)
  })

  test('publishes what waits before it stops, and remembers how far it came', async () => {
    const { relay, sent, state, commit } = setUp()
    relay.start()
    await vi.advanceTimersByTimeAsync(100)
    commit(1, 2)
    await stopped(relay)
    expect([sent, state.watermark]).toEqual([[1, 2], 2])
  })

  test('stops in time when the broker is away; what is left stays in the table', async () => {
    const { relay, state, commit } = setUp()
    relay.start()
    await vi.advanceTimersByTimeAsync(100)
    state.brokerAway = true
    commit(1)
    await stopped(relay)
    expect(state.watermark).toBe(0)
  })

  test('a commit that is doubted while the table is read is found by reading again', async () => {
    const { relay, table, sent, state, commit } = setUp()
    // Its connection is lost after the commit, so nobody offers it.
    state.meanwhile = () => {
      table.push(row(1))
      relay.doubt()
    }
    relay.start()
    await vi.advanceTimersByTimeAsync(1)
    expect(relay.waiting + sent.length).toBe(1)
    // The next is no reason to leave it out: nothing before what is published is read again.
    commit(2)
    await vi.advanceTimersByTimeAsync(6_000)
    expect(sent).toEqual([1, 2])
    await stopped(relay)
  })
})
