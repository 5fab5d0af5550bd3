import type { Arrivals } from './arrivals.ts'
import type { ConnectionPool } from './connection.ts'
import type { LoadRequest } from './load.ts'
import type { ClientContext, JourneyClient } from './journey-client.ts'

/**
 * The clock of a load run: offers arrivals when they are due, gives up on what has waited too long,
 * and decides when the run is over.
 */
export interface DispatcherParts {
  readonly arrivals: Arrivals
  readonly clients: readonly JourneyClient[]
  readonly pool: ConnectionPool
  readonly context: ClientContext
  readonly request: LoadRequest
  readonly signal: AbortSignal
}

/** How often timeouts and the end are looked for: the accuracy of a timeout. */
const sweepMs = 20
const shortestTimerMs = 1
const longestTimerMs = 60_000

export class Dispatcher {
  readonly #parts: DispatcherParts
  readonly #drainLimitMs: number
  readonly #done = Promise.withResolvers<void>()
  #arrivalTimer: NodeJS.Timeout | undefined
  /** When the last journey was offered; from then on the run only drains. */
  #overSinceMs: number | undefined
  /** Since when no connection is up and nothing is under way. */
  #strandedSinceMs: number | undefined

  constructor(parts: DispatcherParts) {
    this.#parts = parts
    const thinkMs = parts.context.journey.steps.reduce((sum, step) => sum + (step.thinkMs ?? 0), 0)
    this.#drainLimitMs = 2 * parts.request.requestTimeoutMs + thinkMs
  }

  /** Settles when the last answer came or was given up; rejects with the signal's reason. */
  async finished(): Promise<void> {
    const { signal, clients } = this.#parts
    signal.throwIfAborted()
    const abort = () => this.#done.reject(signal.reason)
    signal.addEventListener('abort', abort, { once: true })
    const sweepTimer = setInterval(() => this.#sweep(), sweepMs)
    this.#arrive()
    try {
      await this.#done.promise
    } finally {
      signal.removeEventListener('abort', abort)
      clearTimeout(this.#arrivalTimer)
      clearInterval(sweepTimer)
      for (const client of clients) client.stop()
    }
  }

  /** A client was parked: it can take the next journey, or was the last one under way. */
  wake(): void {
    this.#parts.arrivals.offer(performance.now())
    this.#endIfIdle()
  }

  #arrive(): void {
    const { arrivals } = this.#parts
    arrivals.offer(performance.now())
    const inMs = arrivals.nextInMs(performance.now())
    if (inMs === Number.POSITIVE_INFINITY) return
    const delayMs = Math.max(shortestTimerMs, Math.min(Math.floor(inMs), longestTimerMs))
    this.#arrivalTimer = setTimeout(() => this.#arrive(), delayMs)
  }

  #sweep(): void {
    const nowMs = performance.now()
    const { arrivals, context, request } = this.#parts
    arrivals.expire(nowMs, request.requestTimeoutMs)
    this.#timeOutUntil(nowMs - request.requestTimeoutMs)
    if (this.#drained(nowMs) || this.#stranded(nowMs)) {
      this.#timeOutUntil(nowMs)
      this.#done.resolve()
    } else if (context.underWay === 0) this.#endIfIdle()
  }

  /** Gives up on every request that has been waiting since `limitMs` or longer. */
  #timeOutUntil(limitMs: number): void {
    const { waiting } = this.#parts.context
    for (let oldest = waiting.first; oldest !== undefined; oldest = waiting.first) {
      if (oldest.waitingSinceMs > limitMs) return
      oldest.timeOut()
    }
  }

  #endIfIdle(): void {
    if (this.#parts.arrivals.over && this.#parts.context.underWay === 0) this.#done.resolve()
  }

  #drained(nowMs: number): boolean {
    if (!this.#parts.arrivals.over) return false
    this.#overSinceMs ??= nowMs
    return nowMs - this.#overSinceMs > this.#drainLimitMs
  }

  /** Only a closed load without a duration can wait for ever for a system that is gone. */
  #stranded(nowMs: number): boolean {
    const { request, context, pool } = this.#parts
    if (request.shape.kind !== 'closed' || request.durationMs !== undefined) return false
    if (context.underWay > 0 || pool.up > 0) this.#strandedSinceMs = undefined
    else this.#strandedSinceMs ??= nowMs
    return nowMs - (this.#strandedSinceMs ?? nowMs) > request.requestTimeoutMs
  }
}
