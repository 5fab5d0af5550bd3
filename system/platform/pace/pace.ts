import { performance } from 'node:perf_hooks'
import { busySinceLastCall } from './busy.ts'

export interface PaceOptions {
  /** Between the starts of two pieces of work in quiet times. */
  readonly shortestMs: number
  /** The same where the thread has no time left. */
  readonly longestMs: number
  /** The share of the time since the last call in which the thread had work, 0 to 1. */
  readonly busy?: () => number
  readonly nowMs?: () => number
}

/** Below it a short interval costs nothing that anybody else needs. */
export const quietShare = 0.6
/** From here on every microsecond counts. */
const fullShare = 0.9
/** Long enough to see more than one piece of work. */
const sampleMs = 250

/**
 * How long after one piece of work the next may start, where each does all that has gathered. What
 * it costs however little that is, is shared by all that came in the meantime: with processor time
 * to spare nobody need wait for that, without it fewer and larger pieces leave more of it.
 */
export class Pace {
  readonly #options: Required<PaceOptions>
  #sampledAtMs: number
  #intervalMs: number

  constructor(options: PaceOptions) {
    this.#options = { busy: busySinceLastCall(), nowMs: () => performance.now(), ...options }
    this.#sampledAtMs = this.#options.nowMs()
    this.#intervalMs = options.shortestMs
  }

  get intervalMs(): number {
    const { shortestMs, longestMs, busy, nowMs } = this.#options
    const readAtMs = nowMs()
    if (readAtMs - this.#sampledAtMs >= sampleMs) {
      this.#sampledAtMs = readAtMs
      const share = (busy() - quietShare) / (fullShare - quietShare)
      const scarcity = Math.min(1, Math.max(0, share))
      this.#intervalMs = shortestMs + scarcity * (longestMs - shortestMs)
    }
    return this.#intervalMs
  }
}
