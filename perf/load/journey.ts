/**
 * A journey is declarative data with pure closures: no `node:` imports, no clock, no I/O, so that
 * the same value can drive autocannon here and k6 elsewhere.
 */
export interface Journey<State = Record<string, unknown>> {
  readonly name: string
  readonly steps: readonly JourneyStep<State>[]
  /**
   * A fresh state per run of the journey. The generator is the journey's own, made from the load's
   * seed and `sequence`: both arms get the same data, whatever the order in which answers come
   * back. The load's seed is there for what another sequence number has to find again.
   */
  readonly start: (random: SeededRandom, sequence: number, seed: number) => State
  /**
   * What one run of the journey counts as, for who asks what the load was made of; none where it
   * repeats another.
   */
  readonly tally?: (state: State) => JourneyTally | undefined
}

export interface JourneyTally {
  /** Each is counted by itself, e.g. "pattern domestic". */
  readonly labels: readonly string[]
  /** Added up by currency when the system acknowledges it. */
  readonly amountMinor: number
  readonly currency: string
}

export interface JourneyStep<State> {
  readonly name: string
  /** The step is left out of this run of the journey when it answers false. */
  readonly when?: (state: State) => boolean
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: (state: State) => string
  readonly headers?: (state: State) => Readonly<Record<string, string>>
  /** A JSON value; serialised by the engine. */
  readonly body?: (state: State) => unknown
  /** Statuses that count as success. */
  readonly expectStatus: readonly number[]
  /**
   * Reads what later steps need out of the answer; returns false when the answer is not what was
   * expected.
   */
  readonly receive?: (state: State, answer: JourneyAnswer) => boolean
  /**
   * Identifier of work that the answer acknowledged; the engine keeps every one for the invariants.
   */
  readonly acknowledges?: (state: State, answer: JourneyAnswer) => string | undefined
  /** Parse the body only when somebody reads it: parsing costs the generator. */
  readonly parseBody?: boolean
  /**
   * Pause after this step's answer. After the last step it is kept by a closed load only: there the
   * same client comes back, while in open arrivals its visit is over.
   */
  readonly thinkMs?: number
}

export interface JourneyAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** The parsed JSON when the step asks for it, else undefined. */
  readonly body: unknown
}

/** Deterministic for a seed. */
export interface SeededRandom {
  /** In [0, 1). */
  next(): number
  /** Integer in [low, high]. */
  integer(low: number, high: number): number
  pick<T>(items: readonly T[]): T
}
