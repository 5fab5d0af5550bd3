import type { Logger } from 'pino'
import { DependencyUnavailable } from '../../platform/errors.ts'
import type { HeldPayments } from './held-payments.ts'
import type { HeldStore } from './held-store.ts'

export interface ReleasePumpOptions {
  readonly held: Pick<HeldPayments, 'releaseDue'>
  readonly store: Pick<HeldStore, 'nextReleaseMs'>
  /** Business time. */
  readonly now: () => number
  readonly intervalMs: number
  readonly log: Logger
}

/** However well memory is kept up to date, the table is asked again after so long. */
const trustMemoryForMs = 30_000

/**
 * Releases queued payments when they are due. When the next one is due is kept in memory, so that
 * in the hours in which nothing is, nothing is asked of the database.
 */
export class ReleasePump {
  readonly #options: ReleasePumpOptions
  #nextMs = Number.NEGATIVE_INFINITY
  #askAgainAtMs = Number.NEGATIVE_INFINITY
  #timer: NodeJS.Timeout | undefined
  #pumping: Promise<void> | undefined

  constructor(options: ReleasePumpOptions) {
    this.#options = options
  }

  start(): void {
    this.#timer = setInterval(() => {
      this.#pumping ??= this.#pump().finally(() => {
        this.#pumping = undefined
      })
    }, this.#options.intervalMs)
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer)
    this.#timer = undefined
    await this.#pumping
  }

  /** A payment was queued that is due then. */
  expect(releaseAtMs: number): void {
    this.#nextMs = Math.min(this.#nextMs, releaseAtMs)
  }

  /** Never rejects. */
  async #pump(): Promise<void> {
    const { held, store, now, log } = this.#options
    if (now() < this.#nextMs && performance.now() < this.#askAgainAtMs) {
      return
    }
    try {
      // Before the table is asked: what is queued meanwhile brings it forward again.
      this.#nextMs = Number.POSITIVE_INFINITY
      while ((await held.releaseDue()) && this.#timer !== undefined);
      this.expect((await store.nextReleaseMs()) ?? Number.POSITIVE_INFINITY)
      this.#askAgainAtMs = performance.now() + trustMemoryForMs
    } catch (error) {
      this.#nextMs = Number.NEGATIVE_INFINITY
      const level = error instanceof DependencyUnavailable ? 'debug' : 'error'
      log[level]({ err: error }, 'queued payments not released, trying again')
    }
  }
}
