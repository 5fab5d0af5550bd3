import { DomainError } from '../errors.ts'

export const breakerStates = ['closed', 'open', 'half-open'] as const
export type BreakerState = (typeof breakerStates)[number]

export interface BreakerSettings {
  /** The last so many calls count. */
  readonly windowCalls: number
  /** With fewer than these in the window nothing is concluded. */
  readonly minimumCalls: number
  /** From this share of failures in the window on it opens, 0 to 1. */
  readonly failureShare: number
  /** So long it stays open before probes are let through. */
  readonly openMs: number
  /** Calls let through to find out; all must succeed, one that fails opens it again. */
  readonly probes: number
}

/**
 * As the source's own breakers are (R1.29): the last hundred calls, ten at least, half of them
 * failed.
 */
export const defaultBreaker: BreakerSettings = {
  windowCalls: 100,
  minimumCalls: 10,
  failureShare: 0.5,
  openMs: 60_000,
  probes: 5,
}

export class BreakerOpen extends DomainError {
  override readonly name = 'BreakerOpen'

  constructor(what: string, retryAfterMs: number) {
    const message = `${what} has failed too often and is left alone for now`
    super('unavailable', 'circuit-open', message, {
      retryAfterSeconds: Math.max(1, Math.ceil(retryAfterMs / 1_000)),
    })
  }
}

/**
 * Keeps calls away from somebody who does not answer them. It counts calls and not time: the last N
 * outcomes decide, whether they took a second or an hour. Outcomes of calls that began in an
 * earlier state are late and count for nothing.
 */
export class CircuitBreaker {
  readonly #what: string
  readonly #settings: BreakerSettings
  readonly #now: () => number
  /** Ring of outcomes, true for a failure. */
  #outcomes: boolean[] = []
  #next = 0
  #failures = 0
  #state: BreakerState = 'closed'
  /** Goes up with every change of state. */
  #era = 0
  #openUntilMs = 0
  #probing = 0
  #probed = 0

  /** @param now milliseconds of a clock that only goes forward */
  constructor(what: string, settings: BreakerSettings, now: () => number) {
    this.#what = what
    this.#settings = settings
    this.#now = now
  }

  get state(): BreakerState {
    return this.#state === 'open' && this.waitMs === 0 ? 'half-open' : this.#state
  }

  /**
   * How long until a call may be tried; 0 when one may be now, unless other probes are under way.
   */
  get waitMs(): number {
    return this.#state === 'open' ? Math.max(0, this.#openUntilMs - this.#now()) : 0
  }

  /** @throws BreakerOpen without calling, or what `call` throws */
  async run<T>(call: () => Promise<T>): Promise<T> {
    this.#admit()
    const era = this.#era
    try {
      const result = await call()
      this.#record(era, false)
      return result
    } catch (error) {
      this.#record(era, true)
      throw error
    }
  }

  #admit(): void {
    if (this.waitMs > 0) {
      throw new BreakerOpen(this.#what, this.waitMs)
    }
    if (this.#state === 'open') {
      this.#become('half-open')
    }
    if (this.#state === 'half-open') {
      if (this.#probing >= this.#settings.probes) {
        throw new BreakerOpen(this.#what, 0)
      }
      this.#probing += 1
    }
  }

  #record(era: number, failed: boolean): void {
    if (era !== this.#era) {
      return
    }
    if (this.#state === 'half-open') {
      this.#recordProbe(failed)
      return
    }
    this.#failures += Number(failed) - Number(this.#outcomes[this.#next] ?? false)
    this.#outcomes[this.#next] = failed
    this.#next = (this.#next + 1) % this.#settings.windowCalls
    const calls = this.#outcomes.length
    const { minimumCalls, failureShare } = this.#settings
    if (calls >= minimumCalls && this.#failures >= failureShare * calls) {
      this.#open()
    }
  }

  #recordProbe(failed: boolean): void {
    if (failed) {
      this.#open()
      return
    }
    this.#probed += 1
    if (this.#probed === this.#settings.probes) {
      this.#become('closed')
    }
  }

  #open(): void {
    this.#openUntilMs = this.#now() + this.#settings.openMs
    this.#become('open')
  }

  #become(state: BreakerState): void {
    this.#state = state
    this.#era += 1
    this.#outcomes = []
    this.#next = 0
    this.#failures = 0
    this.#probing = 0
    this.#probed = 0
  }
}
