import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Message } from '../kafka/publisher.ts'
import { OutboxRelay } from './relay.ts'
import type { OutboxRow } from './relay.ts'
import { WaitingRows } from './waiting-rows.ts'

const row = (id: number): OutboxRow => ({
  id,
  topic: 'events',
  key: 'bank',
  n: 1,
  payload: `["event ${id}"]`,
  createdAt: '2026-01-02T03:04:05.678Z',
})

/** A table, a broker that can be away, and what reached it. */
function setUp(sendIntervalMs?: number) {
  const table: OutboxRow[] = []
  const sent: number[] = []
  const state = {
    watermark: 0,
    brokerAway: false,
    prepared: 0,
    requests: 0,
    reads: 0,
    nowMs: Date.parse('2026-01-02T03:04:10.678Z'),
  }
  const relay = new OutboxRelay({
    store: {
      epoch: async () => '42',
      publishedThrough: async () => state.watermark,
      savePublishedThrough: async (id) => void (state.watermark = id),
      async after(id, { rows, bytes }) {
        state.reads += 1
        const waiting = new WaitingRows({ rows: 10_000, bytes: 1e9 })
        table.filter((each) => each.id > id).forEach((each) => waiting.push(each))
        return waiting.first(rows, bytes)
      },
    },
    publisher: {
      async send(messages: readonly Message[]) {
        state.requests += 1
        if (state.brokerAway) {
          throw new Error('broker away')
        }
        sent.push(
          ...messages.map(({ value }) => (JSON.parse(value) as { outboxId: number }).outboxId),
        )
      },
      close: async () => undefined,
    },
    prepare: async () => void (state.prepared += 1),
    nowMs: () => state.nowMs,
    settings: { lagMaxSeconds: 4, saveIntervalMs: 100, rereadIntervalMs: 5_000 },
    ...(sendIntervalMs !== undefined && { pace: { intervalMs: sendIntervalMs } }),
    log: pino({ level: 'silent' }),
  })
  const commitLarge = (count: number, letters: number): void => {
    const rows = Array.from({ length: count }, (_, index) => ({
      ...row(index + 1),
      payload: `["${'x'.repeat(letters)}"]`,
    }))
    table.push(...rows)
    relay.offer(rows)
  }
  const commit = (...ids: number[]): void => {
    table.push(...ids.map(row))
    relay.offer(ids.map(row))
  }
  return { relay, table, sent, state, commit, commitLarge }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

async function stopped(relay: OutboxRelay): Promise<void> {
  const done = relay.stop(100)
  await vi.advanceTimersByTimeAsync(1_000)
  await done
}

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
})
