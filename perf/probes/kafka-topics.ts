import type { Admin } from '@platformatic/kafka'

/** Messages ever written per topic of one namespace: the sum of the partitions' end offsets. */
export type TopicMessages = ReadonlyMap<string, number>

/** Their size in the brokers' logs, with what batching and replication add to it. */
export type TopicBytes = ReadonlyMap<string, number>

export interface TopicReading {
  readonly messages: TopicMessages
  readonly bytes: TopicBytes
}

const latest = -1n

/** `namespace` is stripped from the names, so that two arms' topics compare. */
export async function readTopics(admin: Admin, namespace: string): Promise<TopicReading> {
  const topics = (await admin.listTopics()).filter((name) => name.startsWith(namespace))
  if (topics.length === 0) return { messages: new Map(), bytes: new Map() }
  const metadata = await admin.metadata({ topics })
  const counted = topics.map((name) => ({
    name,
    partitions: [...Array(metadata.topics.get(name)?.partitionsCount ?? 0).keys()],
  }))
  const shortName = (name: string) => name.slice(namespace.length)
  const [offsets, folders] = await Promise.all([
    admin.listOffsets({
      topics: counted.map(({ name, partitions }) => ({
        name,
        partitions: partitions.map((partitionIndex) => ({ partitionIndex, timestamp: latest })),
      })),
    }),
    admin.describeLogDirs({ topics: counted }),
  ])
  const messages = new Map<string, number>()
  for (const { name, partitions } of offsets) {
    messages.set(shortName(name), sumOf(partitions.map(({ offset }) => offset)))
  }
  const bytes = new Map<string, number>()
  for (const { name, partitions } of folders.flatMap(({ results }) => results).flatMap(topicsOf)) {
    const size = sumOf(partitions.map(({ partitionSize }) => partitionSize))
    bytes.set(shortName(name), (bytes.get(shortName(name)) ?? 0) + size)
  }
  return { messages, bytes }
}

function topicsOf<T>({ topics }: { readonly topics: readonly T[] }): readonly T[] {
  return topics
}

function sumOf(parts: readonly bigint[]): number {
  return parts.reduce((sum, part) => sum + Number(part), 0)
}
