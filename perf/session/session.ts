import type { DurabilityProfile, ProviderName } from '../environment/environment.ts'
import type { ArmName } from '../result/document.ts'
import type { Fingerprint, Revision } from '../result/circumstances.ts'

/**
 * A session is what scenarios find when vitest starts them: running services and two built arms.
 * It is plain data, because vitest runs each scenario in a process of its own.
 */
export interface Session {
  readonly runId: string
  /** The run ledger's folder; a worker attaches to it to record what it starts. */
  readonly ledgerFolder: string
  readonly outFolder: string
  readonly seed: number
  readonly profile: MeasuringProfile
  readonly task: SessionTask
  /** Count them under Valgrind. */
  readonly instructions: boolean
  readonly services: {
    readonly provider: ProviderName
    readonly durability: DurabilityProfile
    readonly postgresAdminUrl: string
    readonly postgresRootPid: number | undefined
    readonly kafkaRootPid: number | undefined
    readonly redisUrl: string
    readonly kafkaBrokers: readonly string[]
  }
  readonly arms: Readonly<Record<ArmName, SessionArm>>
  readonly fingerprint: Fingerprint
}

export interface SessionArm {
  readonly revision: Revision
  /** A checkout with its dependencies installed. */
  readonly folder: string
  readonly templateDatabase: string
}

export interface MeasuringProfile {
  readonly name: 'quick' | 'pr' | 'thorough'
  /**
   * After how many generations the judge looks; the last is how many there are at most. Ascending.
   */
  readonly looks: readonly number[]
}

/**
 * What one run of the scenario files is to do. Several work on one session, one after the other.
 */
export type SessionTask = MeasureTask | ExplainTask

export interface MeasureTask {
  readonly kind: 'measure'
  readonly scenarios: readonly string[]
  /**
   * Generations from this index on; from 0 means from the start, with everything that is counted.
   */
  readonly from: number
  /** Up to this one, not included. */
  readonly to: number
}

/**
 * Looks inside the arms of scenarios that are measured already; what it sees goes into their
 * recordings.
 */
export interface ExplainTask {
  readonly kind: 'explain'
  readonly scenarios: readonly string[]
}
