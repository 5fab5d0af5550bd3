import { pino } from 'pino'
import { vi } from 'vitest'
import type { Message } from '../kafka/publisher.ts'
import type { OutboxRow } from './outbox-row.ts'
import { OutboxRelay } from './relay.ts'
import { WaitingRows } from './waiting-rows.ts'

export const row = (id: number): OutboxRow => ({
  id,
  topic: 'events',
  key: 'bank',
  n: 1,
  payload: `["event ${id}"]`,
  createdAt: '2026-01-02T03:04:05.678Z',
})

/** A relay with a table, a broker that can be away, and what reached it. */
export function setUp(sendIntervalMs?: number) {
  const table: OutboxRow[] = []
  const sent: number[] = []
  const state = {
    watermark: 0,
    brokerAway: false,
    prepared: 0,
    requests: 0,
    reads: 0,
    /** Once, between what the next read has seen and its answer. */
    meanwhile: undefined as (() => void) | undefined,
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
        const seen = waiting.first(rows, bytes)
        state.meanwhile?.()
        state.meanwhile = undefined
        return seen
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

/** Under fake timers. */
export async function stopped(relay: OutboxRelay): Promise<void> {
  const done = relay.stop(100)
  await vi.advanceTimersByTimeAsync(1_000)
  await done
}
