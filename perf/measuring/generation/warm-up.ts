import type { ArmOrder } from './coin.ts'
import type { Pair, Station } from './pair.ts'

/**
 * Warm-up by work, until cost per operation is flat. The first generation finds out how much work
 * that takes; all later ones do that amount in both arms, so that the amount itself is no noise.
 */
export interface WarmUpLimits {
  readonly stepOperations: number
  readonly most: number
  /** Cost is flat once a window costs at most this share less than the window before. */
  readonly flatWithin: number
}

/** Does that many operations and answers their CPU cost in microseconds per operation. */
export type WarmUpStep = (station: Station, operations: number) => Promise<number>

/** How much work warms a process up. */
export interface FoundWarmUp {
  readonly operations: number
  /** False where the limit came first in an arm; undefined where an earlier task found it out. */
  readonly isFlat: boolean | undefined
}

export class WarmUp {
  readonly #limits: WarmUpLimits
  #found: FoundWarmUp | undefined

  /** @param operations how many an earlier generation of this run found to be enough */
  constructor(limits: WarmUpLimits, operations?: number) {
    this.#limits = limits
    this.#found = operations === undefined ? undefined : { operations, isFlat: undefined }
  }

  /** Undefined before the first generation. */
  get found(): FoundWarmUp | undefined {
    return this.#found
  }

  async both(pair: Pair, order: ArmOrder, step: WarmUpStep): Promise<void> {
    if (this.#found !== undefined) {
      for (const arm of order) await step(pair[arm], this.#found.operations)
      return
    }
    const done = { base: 0, head: 0 }
    let isFlat = true
    for (const arm of order) {
      const own = await warmUpUntilFlat((count) => step(pair[arm], count), this.#limits)
      done[arm] = own.operations
      isFlat &&= own.isFlat
    }
    const operations = Math.max(done.base, done.head)
    for (const arm of order) {
      const missing = operations - done[arm]
      if (missing > 0) await step(pair[arm], missing)
    }
    this.#found = { operations, isFlat }
  }
}

/**
 * Steps that are compared with as many before them. One step scatters by 15 % by itself: single
 * ones called a slope flat after two, and the run then measured processes that were still getting
 * faster by half.
 */
const windowSteps = 3

/** Until a window of steps costs the same as the one before, or the limit is reached. */
export async function warmUpUntilFlat(
  step: (operations: number) => Promise<number>,
  limits: WarmUpLimits,
): Promise<{ readonly operations: number; readonly isFlat: boolean }> {
  const costs: number[] = []
  let operations = 0
  while (operations < limits.most) {
    costs.push(await step(limits.stepOperations))
    operations += limits.stepOperations
    const before = costs.slice(-2 * windowSteps, -windowSteps)
    if (before.length < windowSteps) continue
    const isFlat = sum(costs.slice(-windowSteps)) >= sum(before) * (1 - limits.flatWithin)
    if (isFlat) return { operations, isFlat }
  }
  return { operations, isFlat: false }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
