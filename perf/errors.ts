import type { ArmName } from './result/document.ts'

/**
 * Known failures: everything that can stop perf from measuring and that a user can act on.
 * `cli.ts` ends with 2 for each of them and for anything else that is thrown, which is a bug and
 * shows its stack; the outcome of a run gets its exit code in `verdict/outcome.ts`.
 */
export const failureCodes = [
  'usage', // unknown flag, scenario, ref, lane
  'git', // shallow clone, unknown ref, no merge base
  'prerequisite', // a tool or library is missing and could not be installed
  'service', // Postgres, Redis or Kafka did not start, or died
  'target', // the system did not build, start, or stay up
  'load', // the generator failed
  'disk', // disk full or not writable
  'input', // a document (baseline, result, artifact) is not what it says
  'github', // the API refused
  'interrupted', // SIGINT or SIGTERM
] as const

export type FailureCode = (typeof failureCodes)[number]

interface KnownFailureOptions {
  readonly cause?: unknown
  readonly remedy?: string | undefined
  readonly arms?: readonly ArmName[]
}

/**
 * A failure with a message of the form "subject state, expected …" and, where there is one, the way
 * out.
 */
export class KnownFailure extends Error {
  readonly code: FailureCode
  /** One line: the command or change that mends it. */
  readonly remedy: string | undefined
  /** Whose system failed; none where it is not a system's doing, or not known whose. */
  readonly arms: readonly ArmName[]

  constructor(code: FailureCode, message: string, options: KnownFailureOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'KnownFailure'
    this.code = code
    this.remedy = options.remedy
    this.arms = options.arms ?? []
  }
}
