import type { ArmOrder } from './coin.ts'
import type { Pair, Station } from './pair.ts'

/**
 * Warm-up by work, until cost per operation is flat. The first generation finds out how much work that
 * takes; all later ones do that amount in both arms, so that the amount itself is no noise.
 */
export interface WarmUpLimits {
  readonly stepOperations: number
  readonly most: number
  /** Steps that are no cheaper, on average, than this share below the steps before them say that cost is flat. */
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

/**
 * Steps that are compared with as many before them. One step scatters by 15 % by itself: single ones called a
 * slope flat after two, and the run then measured processes that were still getting faster by half.
 */
const windowSteps = 3

/** Operations done until a window of steps cost the same as the one before, or the limit was reached. */
export async function warmUpUntilFlat(
  step: (operations: number) => Promise<number>,
  limits: WarmUpLimits,
): Promise<number> {
  const costs: number[] = []
  let done = 0
  while (done < limits.most) {
    costs.push(await step(limits.stepOperations))
    done += limits.stepOperations
    const before = costs.slice(-2 * windowSteps, -windowSteps)
    if (before.length < windowSteps) continue
    if (sum(costs.slice(-windowSteps)) >= sum(before) * (1 - limits.flatWithin)) return done
  }
  return done
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
