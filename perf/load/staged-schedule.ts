import { seededRandom } from './random.ts'
import type { Schedule } from './schedule.ts'
import { arrivalsIn, arrivalsOf, msUntil, type Stage } from './stages.ts'

const stagedStream = 0x57a9_ed01 // apart from the journeys' streams and that of the even schedule

/**
 * The schedule of a rate that changes: what `ArrivalSchedule` does by the clock is done here by the
 * number of arrivals due so far. One arrival falls at a random instant of each stretch in which one
 * is due, so that the count is exact at every moment, whatever the rate does.
 */
export class StagedSchedule implements Schedule {
  readonly #stages: readonly Stage[]
  readonly #count: number
  readonly #random
  #index = 0
  #stage = 0
  /** Arrivals due before the current stage, and when it begins. */
  #before = 0
  #stageStartMs = 0
  #nextMs: number

  constructor(request: { readonly stages: readonly Stage[]; readonly seed: number }) {
    this.#stages = request.stages
    this.#count = Math.round(arrivalsOf(request.stages))
    this.#random = seededRandom(request.seed, stagedStream)
    this.#nextMs = this.#draw()
  }

  get nextMs(): number {
    return this.#nextMs
  }

  advance(): void {
    this.#index += 1
    this.#nextMs = this.#draw()
  }

  #draw(): number {
    if (this.#index >= this.#count) return Number.POSITIVE_INFINITY
    const due = this.#index + this.#random.next()
    for (let stage = this.#stages[this.#stage]; stage !== undefined;) {
      const within = arrivalsIn(stage)
      const isLast = this.#stage === this.#stages.length - 1
      if (due - this.#before < within || isLast) {
        return this.#stageStartMs + msUntil(due - this.#before, stage)
      }
      this.#before += within
      this.#stageStartMs += stage.durationMs
      this.#stage += 1
      stage = this.#stages[this.#stage]
    }
    return Number.POSITIVE_INFINITY
  }
}
