import { expect, test } from 'vitest'
import type { PaymentsMessage, PaymentsTopic } from '../../oracles/payments-topic.ts'
import { EventDelays } from './event-delays.ts'

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
      const events = Array.from({ length: payments }, (_, id) => ({ id: String(id) }))
      yield { outboxId, at: new Date(startMs).toISOString(), events }
    }
  }
  return { messages: messages(), end: async () => {}, [Symbol.asyncDispose]: async () => {} }
}

async function figuresOf(arrivals: readonly { delayMs: number; payments: number }[]) {
  let nowMs = startMs
  const topic = topicOf(arrivals, (delayMs) => (nowMs = startMs + delayMs))
  await using delays = new EventDelays(topic, { nowMs: () => nowMs })
  return delays.figures()
}

test('every payment of a message waits as long as the message', async () => {
  const few = { delayMs: 80, payments: 4 }
  const many = { delayMs: 20, payments: 96 }
  expect(await figuresOf([few, many])).toEqual({
    payments: 100,
    p50: expect.closeTo(20, 1),
    p95: expect.closeTo(20, 1),
    p99: expect.closeTo(80, 0),
    max: expect.closeTo(80, 0),
  })
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
  await using delays = new EventDelays(topic, { nowMs: () => startMs })
  await expect(delays.figures()).rejects.toThrow('the broker is gone')
})
