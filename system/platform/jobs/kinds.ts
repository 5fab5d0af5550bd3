import type { Static, TSchema } from 'typebox'
import { Compile } from 'typebox/compile'
import type { Queryable } from '../postgres/database.ts'
import type { JobFailure } from './errors.ts'

/** A job as its handler sees it. */
export interface RunningJob<Payload, Result> {
  readonly id: string
  readonly tenant: string
  readonly payload: Payload
  /** 1 for the first attempt. */
  readonly attempt: number
  /** Aborted when the process drains or another worker has taken over: stop and throw. */
  readonly signal: AbortSignal
  /** How long the worker may be silent before another one takes over. */
  readonly visibilityTimeoutMs: number
  /**
   * Provisional: nothing counts until the job has succeeded. Cheap; stored with the next heartbeat.
   */
  progress(processed: number): void
  /**
   * Marks the job succeeded inside the handler's own transaction, so that effect and completion are
   * durable together or not at all. Call it last: it locks the job's row.
   * @throws FencedOut when another worker has taken over; the transaction must then roll back
   */
  completeWithin(transaction: Queryable, result: Result): Promise<void>
}

export type JobOutcome<Result> =
  | { readonly status: 'succeeded'; readonly result: Result }
  | { readonly status: 'failed'; readonly failure: JobFailure }

export interface SettledJob<Payload> {
  readonly id: string
  readonly tenant: string
  readonly payload: Payload
  readonly total: number
}

export interface JobKind<Payload extends TSchema = TSchema, Result extends TSchema = TSchema> {
  readonly name: string
  readonly payload: Payload
  readonly result: Result
  readonly maxAttempts: number
  /** Higher first. */
  readonly priority: number
  run(job: RunningJob<Static<Payload>, Static<Result>>): Promise<Static<Result>>
  /**
   * After the outcome is durable. Told once, by the process that settled the job, and not at all
   * when that process dies in between: whoever must know reads the job's status.
   */
  settled(job: SettledJob<Static<Payload>>, outcome: JobOutcome<Static<Result>>): void
}

export interface KnownKind extends JobKind {
  /** @throws TypeError naming the first fault: a payload from another version of the code. */
  checkPayload(payload: unknown): void
}

/** Knows its kinds by name and holds their compiled schemas. */
export class JobKinds {
  readonly #kinds = new Map<string, KnownKind>()

  define<Payload extends TSchema, Result extends TSchema>(kind: JobKind<Payload, Result>): void {
    if (this.#kinds.has(kind.name)) {
      throw new Error(`job kind ${kind.name} is defined twice, expected once`)
    }
    const validator = Compile(kind.payload)
    const checkPayload = (payload: unknown): void => {
      if (!validator.Check(payload)) {
        const [fault] = validator.Errors(payload)
        const where =
          fault === undefined ? '' : ` at ${fault.instancePath || '/'}: ${fault.message}`
        throw new TypeError(`payload of job kind ${kind.name} does not fit its schema${where}`)
      }
    }
    this.#kinds.set(kind.name, { ...(kind as unknown as JobKind), checkPayload })
  }

  get names(): readonly string[] {
    return [...this.#kinds.keys()]
  }

  get(name: string): KnownKind {
    const kind = this.#kinds.get(name)
    if (kind === undefined) {
      throw new Error(`job kind ${name} is not defined, expected one of: ${this.names.join(', ')}`)
    }
    return kind
  }
}
