import type { Cause } from '../result/evidence.ts'

/**
 * A change to the system whose truth is known, because it was planted: `patches/<name>.patch` and
 * what the judge should make of it. Each is slow and none is wrong: it type-checks, the system's
 * answers stay what they were, and every invariant holds.
 */
export interface PlantedChange {
  /** Also of its patch and of its branch. */
  readonly name: string
  /** What it plants, as one would tell a colleague. */
  readonly plants: string
  /** What it is by intention, where that is one figure: 5 % of "CPU per request". */
  readonly size?: { readonly percent: number; readonly of: string }
  /** False: any alarm about it is a false one. */
  readonly harmful: boolean
  /** Which scenarios show it, control included; a glob of scenario names. */
  readonly scenarios: string
  /**
   * Metrics, or groups of counters, that it moves, the one that tells most first; it is caught if
   * one of them regresses. A gate that is not named here and regresses is a false alarm.
   */
  readonly gates: readonly string[]
  /** Any of these is right; none where nothing should be said of it. */
  readonly causes: readonly ExpectedCause[]
  /** In the subset of `--quick`. */
  readonly quick?: boolean
}

/**
 * A stated cause is right if it is of one of these kinds and its text or place names what was
 * planted.
 */
export interface ExpectedCause {
  readonly kinds: readonly Cause['kind'][]
  readonly names: RegExp
}

/** The journey's own figures, any of which may show what costs the system's process time. */
export const systemTime = [
  'cpuUsPerOpSystem',
  'throughputPerSecond',
  'latencyMsP50',
  'latencyMsP95',
] as const

/** Likewise for what costs Postgres time. */
export const postgresTime = [
  'cpuUsPerOpPostgres',
  'throughputPerSecond',
  'latencyMsP50',
  'latencyMsP95',
] as const

/** The journey, and the control without which no run counts. */
export const paymentsRun = '{payments,control}'
export const reconciliationRun = '{reconciliation,control}'
