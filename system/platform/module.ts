import type { Logger } from 'pino'
import type { Config } from '../config.ts'
import type { Clock } from './clock/clock.ts'
import type { App } from './http/server.ts'
import type { Kafka } from './kafka/kafka.ts'
import type { Database } from './postgres/database.ts'
import type { Redis } from './redis/redis.ts'
import type { Telemetry } from './telemetry/telemetry.ts'

/** What every module may use. What it needs of other modules it states in its `needs.ts`. */
export interface Platform {
  readonly config: Config
  readonly log: Logger
  readonly clock: Clock
  readonly database: Database
  readonly redis: Redis
  readonly kafka: Kafka
  readonly telemetry: Telemetry
}

/** Whether a module has nothing left to do, and the numbers that say so. */
export interface Quiescence {
  readonly idle: boolean
  readonly numbers: Readonly<Record<string, number>>
}

export interface SystemModule {
  readonly name: string
  /** Adds routes to the authenticated scope `/api/v1`; no I/O. */
  register(api: App): void
  /** Called once before the server listens. */
  start(): Promise<void>
  /**
   * Finishes accepted work, then lets go of everything. Called after the last request was answered.
   */
  stop(): Promise<void>
  quiescent(): Promise<Quiescence>
}

/** Deterministic data for a freshly migrated database. */
export type Seed = (database: Database) => Promise<void>
