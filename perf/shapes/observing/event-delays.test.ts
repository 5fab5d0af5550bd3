import { afterEach, expect, test, vi } from 'vitest'
import type { PaymentEvent, PaymentsMessage, PaymentsTopic } from '../../oracles/payments-topic.ts'
import { EventDelays, silenceMs } from './event-delays.ts'

afterEach(() => void vi.useRealTimers())

const startMs = Date.parse('2026-01-07T09:00:00Z')

/**
 * Of messages that come so many ms after their payments were accepted, each with so many payments.
 */
function topicOf(
  arrivals: readonly { readonly delayMs: number; readonly payments: number }[],
  hear: (delayMs: number) => void,
): PaymentsTopic {
  const messages = async function* (): AsyncIterable<PaymentsMessage> {
    for (const [outboxId, { delayMs, payments }] of arrivals.entries()) {
      hear(delayMs)
      const events = Array.from({ length: payments }, (_, id) => ({
        id: String(id),
        status: 'settled',
      }))
      yield { outboxId, at: new Date(startMs).toISOString(), events }
    }
  }
  return { messages: messages(), end: async () => {}, [Symbol.asyncDispose]: async () => {} }
}

async function figuresOf(arrivals: readonly { delayMs: number; payments: number }[]) {
  let nowMs = startMs
  const topic = topicOf(arrivals, (delayMs) => (nowMs = startMs + delayMs))
  const accepted = arrivals.reduce((sum, { payments }) => sum + payments, 0)
  await using delays = new EventDelays(topic, { nowMs: () => nowMs }, async () => accepted)
  return await delays.figures()
}

test('every payment of a message waits as long as the message', async () => {
  const few = { delayMs: 80, payments: 4 }
  const many = { delayMs: 20, payments: 96 }
  expect(await figuresOf([few, many])).toEqual({
    payments: 100,
    unseen: 0,
    p50: expect.closeTo(20, 1),
    p95: expect.closeTo(20, 1),
    p99: expect.closeTo(80, 0),
    max: expect.closeTo(80, 0),
  })
})

test('no percentile of delays is above the longest', async () => {
  const figures = await figuresOf([{ delayMs: 448.5, payments: 1 }])
  expect(figures).toMatchObject({ p50: 448.5, p95: 448.5, p99: 448.5, max: 448.5 })
})

test('of a load that nobody was told of there are no figures', async () => {
  expect(await figuresOf([])).toBeNull()
})

test('a topic that cannot be read is told, not taken for an empty one', async () => {
  const messages = async function* (): AsyncIterable<PaymentsMessage> {
    yield await Promise.reject(new Error('the broker is gone'))
  }
  const topic = {
    messages: messages(),
    end: async () => {},
    [Symbol.asyncDispose]: async () => {},
  }
  await using delays = new EventDelays(topic, { nowMs: () => startMs }, async () => 1)
  await expect(delays.figures()).rejects.toThrow('the broker is gone')
})

/** A topic whose messages come when told, each of one payment, and that can be ended. */
function liveTopic() {
  const waiting: (PaymentsMessage | 'end')[] = []
  let wake = () => {}
  const put = (next: PaymentsMessage | 'end') => {
    waiting.push(next)
    wake()
  }
  const messages = async function* (): AsyncIterable<PaymentsMessage> {
    while (true) {
      const next = waiting.shift()
      if (next === 'end') return
      if (next === undefined) await new Promise<void>((resolve) => (wake = resolve))
      else yield next
    }
  }
  let comes = 0
  return {
    come: (event: Partial<PaymentEvent> = {}) => {
      comes += 1
      const events = [{ id: String(comes), status: 'settled', ...event }]
      put({ outboxId: comes, at: new Date(startMs).toISOString(), events })
    },
    topic: {
      messages: messages(),
      end: async () => put('end'),
      [Symbol.asyncDispose]: async () => {},
    },
  }
}

test('messages that still wait when the load is over are read before the figures', async () => {
  vi.useFakeTimers()
  let nowMs = startMs
  const { come, topic } = liveTopic()
  await using delays = new EventDelays(topic, { nowMs: () => nowMs }, async () => 3)
  come()
  const figures = delays.figures()
  for (let message = 2; message <= 3; message += 1) {
    await vi.advanceTimersByTimeAsync(silenceMs - 1)
    nowMs += 900
    come()
  }
  await vi.advanceTimersByTimeAsync(0)
  expect(await figures).toMatchObject({ payments: 3, unseen: 0, max: expect.closeTo(1_800, -1) })
})

test('payments that nothing is told of are counted when the topic has fallen silent', async () => {
  vi.useFakeTimers()
  const { come, topic } = liveTopic()
  await using delays = new EventDelays(topic, { nowMs: () => startMs }, async () => 3)
  for (const other of [{ status: 'rejected' }, { heldAs: 'queued' }, {}]) {
    come(other)
  }
  const figures = delays.figures()
  await vi.advanceTimersByTimeAsync(silenceMs)
  expect(await figures).toMatchObject({ payments: 3, unseen: 2 })
})
