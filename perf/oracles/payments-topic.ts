import { Consumer, stringDeserializers } from '@platformatic/kafka'
import type { OracleContext } from './oracle.ts'

/**
 * The topic in which the system tells of payments, read by somebody who is none of its consumers.
 */
export interface PaymentsMessage {
  /** A message that comes again carries the one of the first. */
  readonly outboxId: number
  /** When its payments were taken, by the system's own clock. */
  readonly at: string
  readonly events: readonly PaymentEvent[]
}

/** What readers here ask of an event. */
export interface PaymentEvent {
  readonly id: string
  readonly status: string
  /** Of a payment that was held, and was told of when it came. */
  readonly heldAs?: string
}

export interface PaymentsTopic extends AsyncDisposable {
  readonly messages: AsyncIterable<PaymentsMessage>
  /** Ends `messages` after the one that is read now. */
  end(): Promise<void>
}

const topicName = 'payments.recorded'
const maxWaitMs = 200

/** @param from the topic's beginning, or whatever comes from now on */
export async function openPaymentsTopic(
  { kafkaBrokers, namespace }: Pick<OracleContext, 'kafkaBrokers' | 'namespace'>,
  from: 'earliest' | 'latest',
): Promise<PaymentsTopic> {
  await using opening = new AsyncDisposableStack()
  const consumer = new Consumer({
    clientId: 'plumbline-oracle',
    bootstrapBrokers: [...kafkaBrokers],
    groupId: `${namespace}.oracle-${process.pid}-${performance.now()}`,
    deserializers: stringDeserializers,
    autocommit: false,
    maxWaitTime: maxWaitMs,
  })
  // What was read is whole by then: a group that is not left in good order ends by itself.
  opening.defer(() => consumer.close(true).catch(() => undefined))
  const stream = await consumer.consume({ topics: [`${namespace}.${topicName}`], mode: from })
  const kept = opening.move()
  return {
    messages: parsed(stream),
    end: async () => {
      await stream.close()
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

async function* parsed(
  stream: AsyncIterable<{ readonly value: string }>,
): AsyncIterable<PaymentsMessage> {
  for await (const { value } of stream) yield JSON.parse(value) as PaymentsMessage
}
