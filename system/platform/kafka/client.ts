import type { Logger } from 'pino'

export interface KafkaSettings {
  readonly brokers: readonly string[]
  readonly namespace: string
  /** For so long a member of a group that died holds up its successor. */
  readonly sessionTimeoutMs: number
  readonly log: Logger
}

/** What every client of this process has in common. */
export function clientOptions(settings: KafkaSettings): {
  clientId: string
  bootstrapBrokers: string[]
  connectTimeout: number
} {
  return {
    clientId: settings.namespace,
    bootstrapBrokers: [...settings.brokers],
    connectTimeout: 3_000,
  }
}

export function prefixed(settings: KafkaSettings, name: string): string {
  return `${settings.namespace}.${name}`
}
