import type { Arrivals } from './arrivals.ts'
import type { ConnectionPool } from './connection.ts'
import type { LoadInterval, LoadRequest } from './load.ts'
import type { Recorder } from './recorder.ts'

export interface IntervalParts {
  readonly request: LoadRequest
  readonly startMs: number
  readonly recorder: Recorder
  readonly pool: Pick<ConnectionPool, 'failedAttempts'>
  readonly arrivals: Pick<Arrivals, 'queued'>
  readonly onInterval: (interval: LoadInterval) => void
}

/** Tells, while a load is under way, what happened in each stretch of it. */
export class IntervalTeller implements Disposable {
  readonly #parts: IntervalParts
  readonly #cpuBefore = process.cpuUsage()
  readonly #timer: NodeJS.Timeout | undefined
  #fromMs = 0

  constructor(parts: IntervalParts) {
    this.#parts = parts
    const { intervalMs } = parts.request
    if (intervalMs === undefined) return
    parts.recorder.takeJourneys()
    this.#timer = setInterval(() => this.tell(), intervalMs)
  }

  /** Ends the current stretch now. */
  tell(): void {
    if (this.#timer === undefined) return
    const { startMs, recorder, pool, arrivals, onInterval } = this.#parts
    const { user, system } = process.cpuUsage(this.#cpuBefore)
    const toMs = performance.now() - startMs
    onInterval({
      fromMs: this.#fromMs,
      toMs,
      counts: recorder.counts(pool.failedAttempts),
      journeys: recorder.takeJourneys(),
      queued: arrivals.queued,
      generatorCpuUs: user + system,
    })
    this.#fromMs = toMs
  }

  [Symbol.dispose](): void {
    clearInterval(this.#timer)
  }
}
