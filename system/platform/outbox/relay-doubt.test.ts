import { pino } from 'pino'
import { expect, onTestFinished, test, vi } from 'vitest'
import { OutboxRelay } from './relay.ts'
import type { OutboxRow } from './relay.ts'

const row = (id: number): OutboxRow => ({
  id,
  topic: 'events',
  key: 'bank',
  n: 1,
  payload: `["event ${id}"]`,
  createdAt: '2026-01-02T03:04:05.678Z',
})

test('a commit that is doubted while the table is read is found by reading again', async () => {
  vi.useFakeTimers()
  onTestFinished(() => {
    vi.useRealTimers()
  })
  const table: OutboxRow[] = []
  const sent: number[] = []
  /** Between what a read has seen and its answer. */
  let meanwhile: (() => void) | undefined
  const relay = new OutboxRelay({
    store: {
      epoch: async () => '42',
      publishedThrough: async () => 0,
      savePublishedThrough: async () => undefined,
      async after(id) {
        const seen = table.filter((each) => each.id > id)
        meanwhile?.()
        meanwhile = undefined
        return seen
      },
    },
    publisher: {
      async send(messages) {
        const ids = messages.map(
          ({ value }) => (JSON.parse(value) as { outboxId: number }).outboxId,
        )
        sent.push(...ids)
      },
      close: async () => undefined,
    },
    prepare: async () => undefined,
    nowMs: () => Date.parse('2026-01-02T03:04:10.678Z'),
    settings: { lagMaxSeconds: 4, saveIntervalMs: 100, rereadIntervalMs: 5_000 },
    log: pino({ level: 'silent' }),
  })
  // Its connection is lost after the commit, so nobody offers it.
  meanwhile = () => {
    table.push(row(1))
    relay.doubt()
  }
  relay.start()
  await vi.advanceTimersByTimeAsync(1)
  expect(relay.waiting + sent.length).toBe(1)
  // The next is no reason to leave it out: nothing before what is published is read again.
  table.push(row(2))
  relay.offer([row(2)])
  await vi.advanceTimersByTimeAsync(6_000)
  expect(sent).toEqual([1, 2])
  const stopped = relay.stop(100)
  await vi.advanceTimersByTimeAsync(1_000)
  await stopped
})
