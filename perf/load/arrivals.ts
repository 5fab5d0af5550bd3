import { ArrivalSchedule } from './schedule.ts'
import { NumberQueue } from './number-queue.ts'
import type { GeneratorMeter } from './generator-meter.ts'
import type { LinkedQueue } from './linked-queue.ts'
import type { LoadRequest } from './load.ts'
import type { Recorder } from './recorder.ts'
import type { Session } from './session.ts'

/**
 * What decides when a journey begins. `offer` is called whenever something may have changed: a session
 * was parked, or a timer fired.
 */
export interface Arrivals {
  /** Begins what can begin now. */
  offer(nowMs: number): void
  /** True when no journey will begin any more. */
  readonly over: boolean
  /** How long until `offer` has work of its own accord; infinite when only a parked session matters. */
  nextInMs(nowMs: number): number
  /** Gives up on arrivals that have waited for a connection for as long as a request may wait. */
  expire(nowMs: number, limitMs: number): void
}

export interface ArrivalContext {
  readonly request: LoadRequest
  readonly startMs: number
  readonly parked: LinkedQueue<Session>
  readonly recorder: Recorder
  readonly meter: GeneratorMeter
}

/**
 * Timers fire up to this much late by design (libuv counts whole milliseconds). The wait is neither the
 * system's doing nor a user's, so an arrival that found a free connection counts from when the timer
 * could first fire; whatever lies beyond is charged to the latency and reported as dispatch lag.
 */
export const timerResolutionMs = 1

/** Sessions arrive by schedule whatever the answers do; those that find no connection queue up. */
export class OpenArrivals implements Arrivals {
  readonly #context: ArrivalContext
  readonly #schedule: ArrivalSchedule
  readonly #overflow = new NumberQueue()
  #sequence: number

  constructor(context: ArrivalContext, journeysPerSecond: number) {
    const { seed, durationMs, journeys, firstSequence } = context.request
    this.#context = context
    this.#sequence = firstSequence
    this.#schedule = new ArrivalSchedule({
      journeysPerSecond,
      seed,
      ...(durationMs === undefined ? {} : { durationMs }),
      ...(journeys === undefined ? {} : { journeys }),
    })
  }

  get over(): boolean {
    return this.#schedule.nextMs === Number.POSITIVE_INFINITY && this.#overflow.length === 0
  }

  nextInMs(nowMs: number): number {
    return this.#context.startMs + this.#schedule.nextMs - nowMs
  }

  offer(nowMs: number): void {
    const { parked, startMs, meter } = this.#context
    for (let first = parked.first; first !== undefined; first = parked.first) {
      const queuedMs = this.#overflow.shift()
      if (queuedMs === undefined) break
      this.#begin(first, queuedMs)
    }
    for (;;) {
      const dueMs = startMs + this.#schedule.nextMs
      if (dueMs > nowMs) break
      this.#schedule.advance()
      const lagMs = nowMs - dueMs
      meter.dispatched(lagMs)
      const session = parked.first
      if (session === undefined) this.#overflow.push(dueMs)
      else this.#begin(session, dueMs + Math.min(lagMs, timerResolutionMs))
    }
    meter.queued(this.#overflow.length)
  }

  expire(nowMs: number, limitMs: number): void {
    const { recorder } = this.#context
    for (;;) {
      const oldestMs = this.#overflow.first
      if (oldestMs === undefined || nowMs - oldestMs < limitMs) break
      this.#overflow.shift()
      this.#sequence += 1
      recorder.journeysOffered += 1
      recorder.timedOut(0, oldestMs, nowMs)
    }
  }

  #begin(session: Session, intendedMs: number): void {
    session.begin(this.#sequence, intendedMs)
    this.#sequence += 1
  }
}

/** Every client begins its next journey as soon as the last one ended. */
export class ClosedArrivals implements Arrivals {
  readonly #context: ArrivalContext
  readonly #endMs: number
  #left: number
  #sequence: number

  constructor(context: ArrivalContext) {
    const { durationMs, journeys, firstSequence } = context.request
    this.#context = context
    this.#sequence = firstSequence
    this.#left = journeys ?? Number.POSITIVE_INFINITY
    this.#endMs = context.startMs + (durationMs ?? Number.POSITIVE_INFINITY)
  }

  get over(): boolean {
    return this.#left <= 0
  }

  nextInMs(nowMs: number): number {
    return this.over ? Number.POSITIVE_INFINITY : this.#endMs - nowMs
  }

  offer(nowMs: number): void {
    if (nowMs >= this.#endMs) this.#left = 0
    for (let session = this.#context.parked.first; session !== undefined; ) {
      if (this.#left <= 0) break
      this.#left -= 1
      session.begin(this.#sequence, nowMs)
      this.#sequence += 1
      session = this.#context.parked.first
    }
  }

  expire(): void {} // nothing waits for a connection but the clients themselves
}
