import { durationMsOf, levelAt, type Stage } from './stages.ts'
import { countsFromMs } from './timer.ts'
import type { ArrivalContext, Arrivals } from './arrivals.ts'

/** While the number of users changes, how often one more may begin. */
const changePollMs = 5

/**
 * Users: as many clients as the stages say are on a journey or think about the next one. Who has
 * thought to the end begins at once, counted from that moment; one more begins when the level has
 * risen by one.
 */
export class UserArrivals implements Arrivals {
  readonly #context: ArrivalContext
  readonly #stages: readonly Stage[]
  readonly #connections: number
  readonly #durationMs: number
  readonly queued = 0
  #sequence: number
  #left: number

  constructor(context: ArrivalContext, stages: readonly Stage[], connections: number) {
    this.#context = context
    this.#stages = stages
    this.#connections = connections
    this.#durationMs = durationMsOf(stages)
    this.#sequence = context.request.firstSequence
    this.#left = context.request.journeys ?? Number.POSITIVE_INFINITY
  }

  get over(): boolean {
    return this.#left <= 0
  }

  nextInMs(nowMs: number): number {
    if (this.over) return Number.POSITIVE_INFINITY
    const atMs = nowMs - this.#context.startMs
    const { endMs, isChanging } = this.#stageAt(atMs)
    return isChanging ? Math.min(changePollMs, endMs - atMs) : endMs - atMs
  }

  offer(nowMs: number): void {
    const { startMs, parked, recorder } = this.#context
    const atMs = nowMs - startMs
    if (atMs >= this.#durationMs) this.#left = 0
    const users = Math.floor(levelAt(this.#stages, atMs))
    for (let client = parked.first; client !== undefined && !this.over;) {
      if (this.#connections - parked.length >= users) break
      this.#left -= 1
      const sequence = this.#sequence
      this.#sequence += 1 // before it begins: a journey that is over at once asks for the next
      recorder.journeysOffered += 1
      client.begin(sequence, intendedMs(client.thoughtUntilMs, nowMs))
      client = parked.first
    }
  }

  expire(): void {} // nothing waits for a connection but the users themselves

  #stageAt(atMs: number): { readonly endMs: number; readonly isChanging: boolean } {
    let endMs = 0
    for (const { from, to, durationMs } of this.#stages) {
      endMs += durationMs
      if (atMs < endMs) return { endMs, isChanging: from !== to }
    }
    return { endMs: atMs, isChanging: false }
  }
}

/** Who waited for the level to rise has no moment of his own at which he was due. */
function intendedMs(thoughtUntilMs: number | undefined, nowMs: number): number {
  return thoughtUntilMs === undefined ? nowMs : countsFromMs(thoughtUntilMs, nowMs)
}
