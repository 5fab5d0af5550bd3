/**
 * Apache Kafka as one process, broker and controller (KRaft). Replication factors are one because
 * there is one; a consumer group does not wait for members that will never come.
 */
export interface KafkaPorts {
  readonly broker: number
  readonly controller: number
}

/** @param more beside or in place of what every broker here has */
export function kafkaProperties(
  folder: string,
  ports: KafkaPorts,
  more: Readonly<Record<string, string>> = {},
): string {
  const properties = {
    'process.roles': 'broker,controller',
    'node.id': '1',
    listeners: `PLAINTEXT://127.0.0.1:${ports.broker},CONTROLLER://127.0.0.1:${ports.controller}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${ports.broker}`,
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'controller.listener.names': 'CONTROLLER',
    'controller.quorum.voters': `1@127.0.0.1:${ports.controller}`,
    'log.dirs': folder,
    ...commonKafkaSettings,
    ...more,
  }
  return Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')
}

export const commonKafkaSettings = {
  'offsets.topic.replication.factor': '1',
  'offsets.topic.num.partitions': '1',
  'transaction.state.log.replication.factor': '1',
  'transaction.state.log.min.isr': '1',
  'share.coordinator.state.topic.replication.factor': '1',
  'share.coordinator.state.topic.min.isr': '1',
  'group.initial.rebalance.delay.ms': '0',
} as const

/**
 * A small heap that need not grow under load, and the first compiler only: start-up and steadiness
 * over peak.
 */
export const kafkaHeap = '-Xms256m -Xmx512m -XX:+UseSerialGC -XX:TieredStopAtLevel=1'
