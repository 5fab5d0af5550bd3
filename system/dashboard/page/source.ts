import { failed, freshnessOf, nothingRead, read } from '../model/reading.ts'
import type { Freshness, Reading } from '../model/reading.ts'
import type { Answer } from './api.ts'

export interface SourceOptions {
  /** Below `/api/v1`. */
  readonly path: string
  readonly intervalMs: number
}

/** An endpoint that this system does not have may come with its next release. */
const absentIntervalMs = 60_000
/** How many intervals an answer stays live: one may be late, and one may be lost. */
const liveIntervals = 3
const leastMaxAgeMs = 5_000

/** One endpoint, asked again and again, or told by the socket; never two questions at once. */
export class Source<T> {
  readonly path: string
  readonly #intervalMs: number
  readonly #listeners: (() => void)[] = []
  #reading: Reading<T> = nothingRead
  #dueMs = 0
  /** When that was said. */
  #setMs = 0
  #asking = false

  constructor({ path, intervalMs }: SourceOptions) {
    this.path = path
    this.#intervalMs = intervalMs
  }

  get reading(): Reading<T> {
    return this.#reading
  }

  get data(): T | undefined {
    return this.#reading.data
  }

  freshness(nowMs = Date.now()): Freshness {
    const maxAgeMs = Math.max(leastMaxAgeMs, this.#intervalMs * liveIntervals)
    return freshnessOf(this.#reading, nowMs, maxAgeMs)
  }

  onChange(listener: () => void): void {
    this.#listeners.push(listener)
  }

  /** As if an answer had come; the next question waits for a whole interval. */
  offer(data: T): void {
    this.#setMs = Date.now()
    this.#dueMs = this.#setMs + this.#intervalMs
    this.#set(read(data, Date.now()))
  }

  /** News that tells a part of it: the question is asked all the same. */
  put(data: T): void {
    this.#set(read(data, Date.now()))
  }

  /** Ask at the next opportunity. */
  expire(): void {
    this.#dueMs = 0
  }

  /** When it is to be asked next, milliseconds since 1970. */
  get dueMs(): number {
    return this.#dueMs
  }

  isDue(nowMs: number): boolean {
    // A clock that was put back must not keep it from being asked until then.
    return !this.#asking && (nowMs >= this.#dueMs || nowMs < this.#setMs)
  }

  async refresh(question: (path: string) => Promise<Answer<T>>): Promise<Answer<T>> {
    this.#asking = true
    const askedMs = Date.now()
    const answer = await question(this.path)
    this.#asking = false
    this.#setMs = askedMs
    this.#dueMs = askedMs + this.#pauseAfter(answer)
    if (answer.kind === 'ok') {
      this.#set(read(answer.data, Date.now()))
    } else {
      const message = answer.kind === 'absent' ? '' : answer.message
      const kind = answer.kind === 'absent' ? 'absent' : 'failed'
      this.#set(failed(this.#reading, { kind, message }))
    }
    return answer
  }

  #pauseAfter(answer: Answer<T>): number {
    switch (answer.kind) {
      case 'absent':
        return absentIntervalMs
      case 'failed':
        return Math.max(this.#intervalMs, answer.retryAfterMs)
      case 'ok':
      case 'denied':
        return this.#intervalMs
    }
  }

  #set(reading: Reading<T>): void {
    this.#reading = reading
    for (const listener of this.#listeners) {
      listener()
    }
  }
}
