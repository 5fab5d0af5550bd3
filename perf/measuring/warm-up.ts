import type { ArmOrder } from './coin.ts'
import type { Pair, Station } from './pair.ts'

/**
 * Warm-up by work, until cost per operation is flat. The first generation finds out how much work that
 * takes; all later ones do that amount in both arms, so that the amount itself is no noise.
 */
export interface WarmUpLimits {
  readonly stepOperations: number
  readonly most: number
  /** A step that is no cheaper than this share of the one before it says that cost is flat. */
  readonly flatWithin: number
}

/** Does that many operations and answers their CPU cost in microseconds per operation. */
export type WarmUpStep = (station: Station, operations: number) => Promise<number>

export class WarmUp {
  readonly #limits: WarmUpLimits
  #operations: number | undefined

  /** @param operations how many an earlier generation of this run found to be enough */
  constructor(limits: WarmUpLimits, operations?: number) {
    this.#limits = limits
    this.#operations = operations
  }

  /** Undefined before the first generation. */
  get operations(): number | undefined {
    return this.#operations
  }

  async both(pair: Pair, order: ArmOrder, step: WarmUpStep): Promise<void> {
    if (this.#operations !== undefined) {
      for (const arm of order) await step(pair[arm], this.#operations)
      return
    }
    const done = { base: 0, head: 0 }
    for (const arm of order) {
      done[arm] = await warmUpUntilFlat((count) => step(pair[arm], count), this.#limits)
    }
    this.#operations = Math.max(done.base, done.head)
    for (const arm of order) {
      const missing = this.#operations - done[arm]
      if (missing > 0) await step(pair[arm], missing)
    }
  }
}

/** Operations done until two steps in a row cost the same, or the limit was reached. */
export async function warmUpUntilFlat(
  step: (operations: number) => Promise<number>,
  limits: WarmUpLimits,
): Promise<number> {
  let done = 0
  let previous = Number.POSITIVE_INFINITY
  while (done < limits.most) {
    const cost = await step(limits.stepOperations)
    done += limits.stepOperations
    if (cost >= previous * (1 - limits.flatWithin)) return done
    previous = cost
  }
  return done
}
