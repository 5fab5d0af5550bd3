/**
 * What can go wrong in the domain, in the domain's words. `http/problems.ts` is the one place that
 * turns a kind into a status code.
 */
export const errorKinds = [
  'malformed', // the request cannot be understood
  'unauthenticated',
  'forbidden',
  'not-found',
  'conflict',
  'refused', // understood, and the rules say no
  'limited', // this caller asks too often
  'overloaded', // try again in a moment
  'unavailable', // something we depend on does not answer
] as const

export type ErrorKind = (typeof errorKinds)[number]

export interface DomainErrorOptions {
  readonly cause?: unknown
  readonly retryAfterSeconds?: number
  /** JSON. */
  readonly members?: Readonly<Record<string, unknown>>
}

/**
 * A no that was foreseen. It has no stack: nobody reads where a refusal was made, and in an
 * overload, when most of what comes is refused, looking for it is the largest single cost there is.
 * A cause has its own.
 */
export class DomainError extends Error {
  override readonly name: string = 'DomainError'
  readonly kind: ErrorKind
  /** Stable and machine-readable, e.g. "idempotency-key-reused". */
  readonly code: string
  readonly retryAfterSeconds: number | undefined
  /** Further members of the problem document, e.g. the id of the thing that was refused. */
  readonly members: Readonly<Record<string, unknown>> | undefined

  constructor(kind: ErrorKind, code: string, message: string, options: DomainErrorOptions = {}) {
    const { stackTraceLimit } = Error
    Error.stackTraceLimit = 0
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    Error.stackTraceLimit = stackTraceLimit
    this.kind = kind
    this.code = code
    this.retryAfterSeconds = options.retryAfterSeconds
    this.members = options.members
  }
}

/** Postgres, Redis or Kafka does not answer; the caller may try again. */
export class DependencyUnavailable extends DomainError {
  override readonly name = 'DependencyUnavailable'

  constructor(dependency: 'postgres' | 'redis' | 'kafka', cause: unknown) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    super('unavailable', `${dependency}-unavailable`, `${dependency} does not answer: ${reason}`, {
      cause,
      retryAfterSeconds: 1,
    })
  }
}
