import type { Admin } from '@platformatic/kafka'

/** Messages ever written per topic of one namespace: the sum of the partitions' end offsets. */
export type TopicMessages = ReadonlyMap<string, number>

const latest = -1n

/** `namespace` is stripped from the names, so that two arms' topics compare. */
export async function readTopicMessages(admin: Admin, namespace: string): Promise<TopicMessages> {
  const topics = (await admin.listTopics()).filter((name) => name.startsWith(namespace))
  const messages = new Map<string, number>()
  if (topics.length === 0) return messages
  const metadata = await admin.metadata({ topics })
  const listed = await admin.listOffsets({
    topics: topics.map((name) => ({
      name,
      partitions: partitionIndexes(metadata.topics.get(name)?.partitionsCount ?? 0),
    })),
  })
  for (const topic of listed) {
    const total = topic.partitions.reduce((sum, partition) => sum + Number(partition.offset), 0)
    messages.set(topic.name.slice(namespace.length), total)
  }
  return messages
}

function partitionIndexes(count: number): { partitionIndex: number; timestamp: bigint }[] {
  return Array.from({ length: count }, (_, partitionIndex) => ({
    partitionIndex,
    timestamp: latest,
  }))
}
