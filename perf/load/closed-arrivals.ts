import type { ArrivalContext, Arrivals } from './arrivals.ts'

/** Every client begins its next journey as soon as the last one ended. */
export class ClosedArrivals implements Arrivals {
  readonly #context: ArrivalContext
  readonly #endMs: number
  readonly queued = 0
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
    const { parked, recorder } = this.#context
    for (let client = parked.first; client !== undefined;) {
      if (this.#left <= 0) break
      this.#left -= 1
      const sequence = this.#sequence
      this.#sequence += 1 // before it begins: a journey that is over at once asks for the next
      recorder.journeysOffered += 1
      client.begin(sequence, nowMs)
      client = parked.first
    }
  }

  expire(): void {} // nothing waits for a connection but the clients themselves
}
