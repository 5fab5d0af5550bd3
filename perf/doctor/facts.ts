import type { ClockFacts } from './clock.ts'
import type { FdatasyncFloor } from './fdatasync.ts'

/** Everything that the doctor looked at; plain data, so that the diagnosis is a function of it. */
export interface DoctorFacts {
  readonly machine: MachineFacts
  readonly stealPercent: number
  /** How long steal and the use of the CPUs by others were watched. */
  readonly cpuWindowMs: number
  /** Of all CPUs together, 0 to 1; undefined where the machine does not tell. */
  readonly othersShare: number | undefined
  readonly disk: FdatasyncFloor
  readonly clock: ClockFacts
  readonly node: { readonly running: string; readonly pinned: string }
  readonly services: ServiceFacts
  readonly versions: readonly VersionFact[]
}

export interface MachineFacts {
  readonly os: string
  readonly kernel: string
  readonly cpuModel: string
  readonly cores: number
  /** All of the machine's, of which this process may use `cores`. */
  readonly cpus: number
  readonly memoryBytes: number
  readonly availableBytes: number
}

export interface ServiceFacts {
  readonly engineAnswers: boolean
  /** What the embedded provider lacks here, with the reason; empty when nothing. */
  readonly missing: readonly { readonly name: string; readonly why: string }[]
}

export interface VersionFact {
  readonly name: string
  /** undefined when it is not there. */
  readonly version: string | undefined
}
