import type { KnownFailure } from '../errors.ts'
import type { RunLedger } from '../lifecycle/run-ledger.ts'

/**
 * An Environment is a running Postgres, Redis and Kafka. Three providers make one: testcontainers,
 * embedded (server binaries as child processes) and external (URLs given). Whoever starts one holds
 * it with `await using`; what happens inside the services is not this folder's business.
 */
export const providerNames = ['testcontainers', 'embedded', 'external'] as const
export type ProviderName = (typeof providerNames)[number]
export type ServicesChoice = 'auto' | ProviderName

/**
 * What survives what (research: durability profiles P0, P1, P2).
 * `durable`: fsync on, synchronous_commit on: survives power loss.
 * `process-crash`: fsync off, synchronous_commit on: survives kill -9 of any process.
 * `memory`: data folder on tmpfs: survives kill -9 while the machine lives.
 */
export const durabilityProfiles = ['durable', 'process-crash', 'memory'] as const
export type DurabilityProfile = (typeof durabilityProfiles)[number]

export interface PostgresService {
  /** Superuser URL of the maintenance database; databases are created from here. */
  readonly adminUrl: string
  /** As the server reports it, e.g. "18.4". */
  readonly version: string
  /** Root of the server's process tree as this host sees it; undefined where it is elsewhere. */
  readonly rootPid: number | undefined
}

export interface RedisService {
  /** redis://… without a database index. */
  readonly url: string
  readonly version: string
  readonly rootPid: number | undefined
}

export interface KafkaService {
  readonly brokers: readonly string[]
  readonly version: string
  readonly rootPid: number | undefined
}

export interface Environment extends AsyncDisposable {
  readonly provider: ProviderName
  readonly durability: DurabilityProfile
  readonly postgres: PostgresService
  readonly redis: RedisService
  readonly kafka: KafkaService
  /** Resolves when a service ends or stops answering before it is disposed. Never rejects. */
  readonly died?: Promise<KnownFailure>
  /** Why this provider was taken, for people. */
  readonly reason?: string
}

export interface EnvironmentRequest {
  readonly services: ServicesChoice
  readonly durability: DurabilityProfile
  readonly ledger: RunLedger
  /** How long one service may take until it answers. */
  readonly readyTimeoutMs: number
  /** Needed by the external provider only. */
  readonly external: ExternalServices | undefined
  readonly onProgress: (line: string) => void
  /** Where downloads live that outlast a run; the machine's own cache folder when it is not set. */
  readonly cacheFolder?: string
  /**
   * Overrides of images.ts for the testcontainers provider; from the environment when it is not
   * set.
   */
  readonly images?: Partial<ServiceImages>
}

export interface ServiceImages {
  readonly postgres: string
  readonly redis: string
  readonly kafka: string
}

export interface ExternalServices {
  readonly postgresUrl: string
  readonly redisUrl: string
  readonly kafkaBrokers: readonly string[]
}
