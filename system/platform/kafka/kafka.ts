import type { Admin } from '@platformatic/kafka'
import { DependencyUnavailable } from '../errors.ts'
import { clientOptions, prefixed } from './client.ts'
import type { KafkaSettings } from './client.ts'
import { startConsumer } from './consumer.ts'
import type { ConsumerRequest, RunningConsumer } from './consumer.ts'
import { createPublisher } from './publisher.ts'
import type { Publisher } from './publisher.ts'

/**
 * The port to Kafka. Topics and groups are given by their own names; the namespace is put in front
 * here. The client is loaded when it is first needed: it is the slowest import of the process.
 */
export interface Kafka {
  /** Creates what is missing. @throws DependencyUnavailable */
  ensureTopic(topic: string, partitions: number): Promise<void>
  publisher(): Publisher
  consume(request: ConsumerRequest): RunningConsumer
  check(): Promise<void>
  close(): Promise<void>
}

export function createKafka(settings: KafkaSettings): Kafka {
  let admin: Promise<Admin> | undefined
  const openAdmin = async (): Promise<Admin> => {
    const { Admin: Client } = await import('@platformatic/kafka')
    return new Client({ ...clientOptions(settings), retries: 1, timeout: 2_000 })
  }
  return {
    async ensureTopic(topic, partitions) {
      admin ??= openAdmin()
      const client = await admin
      try {
        await client.createTopics({ topics: [prefixed(settings, topic)], partitions, replicas: 1 })
      } catch (error) {
        if (!isTopicThere(error)) {
          throw new DependencyUnavailable('kafka', error)
        }
      }
    },
    publisher: () => createPublisher(settings),
    consume: (request) => startConsumer(settings, request),
    async check() {
      admin ??= openAdmin()
      const client = await admin
      try {
        await client.metadata({ topics: [], forceUpdate: true })
      } catch (error) {
        throw new DependencyUnavailable('kafka', error)
      }
    },
    async close() {
      await (await admin)?.close()
    },
  }
}

/** The client wraps the broker's answer; the answer is somewhere among the causes. */
function isTopicThere(error: unknown): boolean {
  const inner = error as { apiId?: string; errors?: readonly unknown[]; cause?: unknown }
  return (
    inner.apiId === 'TOPIC_ALREADY_EXISTS' ||
    (inner.errors ?? []).some(isTopicThere) ||
    (inner.cause !== undefined && isTopicThere(inner.cause))
  )
}
