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
  readonly services: {
    readonly provider: ProviderName
    readonly durability: DurabilityProfile
    readonly postgresAdminUrl: string
    readonly postgresRootPid: number | undefined
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
  readonly generations: number
}
