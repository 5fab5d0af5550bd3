import type { Producer } from '@platformatic/kafka'
import { DependencyUnavailable } from '../errors.ts'
import { clientOptions, prefixed } from './client.ts'
import type { KafkaSettings } from './client.ts'

export interface Message {
  readonly topic: string
  /** Messages of one key keep their order. */
  readonly key: string
  readonly value: string
}

/** One request per call, acknowledged by all in-sync replicas; calls must not overlap. */
export interface Publisher {
  /** @throws DependencyUnavailable; some of the messages may have arrived all the same. */
  send(messages: readonly Message[]): Promise<void>
  close(): Promise<void>
}

const requestTimeoutMs = 5_000
const retries = 2
const retryDelayMs = 100
/** All in-sync replicas. */
const acksAll = -1

export function createPublisher(settings: KafkaSettings): Publisher {
  let producer: Producer<string, string, string, string> | undefined
  const open = async (): Promise<Producer<string, string, string, string>> => {
    const { Producer: Client, stringSerializers } = await import('@platformatic/kafka')
    return new Client({
      ...clientOptions(settings),
      serializers: stringSerializers,
      idempotent: true,
      acks: acksAll,
      retries,
      retryDelay: retryDelayMs,
      timeout: requestTimeoutMs,
    })
  }
  const drop = async (): Promise<void> => {
    const dropped = producer
    producer = undefined
    await dropped?.close(true).catch(() => undefined)
  }
  return {
    async send(messages) {
      producer ??= await open()
      try {
        await producer.send({
          messages: messages.map((message) => ({
            ...message,
            topic: prefixed(settings, message.topic),
          })),
        })
      } catch (error) {
        // A producer that failed may be out of step with the broker's sequence numbers: start a new
        // one.
        await drop()
        throw new DependencyUnavailable('kafka', error)
      }
    },
    close: drop,
  }
}
