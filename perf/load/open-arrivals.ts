import { NumberQueue } from './number-queue.ts'
import type { Schedule } from './schedule.ts'
import { countsFromMs } from './timer.ts'
import type { ArrivalContext, Arrivals } from './arrivals.ts'
import type { JourneyClient } from './journey-client.ts'

/** Journeys begin by schedule whatever the answers do; those that find no connection queue up. */
export class OpenArrivals implements Arrivals {
  readonly #context: ArrivalContext
  readonly #schedule: Schedule
  readonly #overflow = new NumberQueue()
  #sequence: number

  constructor(context: ArrivalContext, schedule: Schedule) {
    this.#context = context
    this.#sequence = context.request.firstSequence
    this.#schedule = schedule
  }

  get queued(): number {
    return this.#overflow.length
  }

  get over(): boolean {
    return this.#schedule.nextMs === Number.POSITIVE_INFINITY && this.#overflow.length === 0
  }

  nextInMs(nowMs: number): number {
    return this.#context.startMs + this.#schedule.nextMs - nowMs
  }

  offer(nowMs: number): void {
    const { parked, startMs, meter, recorder } = this.#context
    for (let first = parked.first; first !== undefined; first = parked.first) {
      const queuedMs = this.#overflow.shift()
      if (queuedMs === undefined) break
      this.#begin(first, queuedMs)
    }
    for (;;) {
      const dueMs = startMs + this.#schedule.nextMs
      if (dueMs > nowMs) break
      this.#schedule.advance()
      recorder.journeysOffered += 1 // whether or not a connection is free for it
      meter.dispatched(nowMs - dueMs)
      const client = parked.first
      if (client === undefined) this.#overflow.push(dueMs)
      else this.#begin(client, countsFromMs(dueMs, nowMs))
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
      recorder.timedOut(0, oldestMs, nowMs, 0)
    }
  }

  #begin(client: JourneyClient, intendedMs: number): void {
    const sequence = this.#sequence
    this.#sequence += 1 // before it begins: a journey that is over at once asks for the next
    client.begin(sequence, intendedMs)
  }
}
