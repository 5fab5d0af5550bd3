import { seededRandom } from './random.ts'

/**
 * When open journeys arrive: fixed by the seed before the run, whatever the answers do.
 *
 * One arrival at a random instant of each interval of 1/rate. Not evenly spaced: a fixed spacing
 * locks its phase to the system's own timers (a 10 ms timer at 1,000/s), and each run
 * would then measure one phase and call it latency. Not Poisson: its bursts are noise in exactly
 * the tail that two arms are compared by. This is in between: smooth at every scale above one
 * interval, exact in count, free of phase; what independent users add on top belongs to the stress
 * profiles.
 */
export interface ScheduleRequest {
  readonly journeysPerSecond: number
  readonly seed: number
  readonly durationMs?: number
  readonly journeys?: number
}

/** When journeys begin, one after the other. */
export interface Schedule {
  /** The next arrival in ms after the schedule's beginning; infinite when there is none left. */
  readonly nextMs: number
  advance(): void
}

const scheduleStream = 0x5c4e_d01e // apart from the journeys' streams, which count from zero

export class ArrivalSchedule implements Schedule {
  readonly #intervalMs: number
  readonly #count: number
  readonly #random
  #index = 0
  #nextMs: number

  constructor(request: ScheduleRequest) {
    this.#intervalMs = 1000 / request.journeysPerSecond
    this.#count = Math.min(
      request.journeys ?? Number.POSITIVE_INFINITY,
      Math.round((request.durationMs ?? Number.POSITIVE_INFINITY) / this.#intervalMs),
    )
    this.#random = seededRandom(request.seed, scheduleStream)
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
    return (this.#index + this.#random.next()) * this.#intervalMs
  }
}
