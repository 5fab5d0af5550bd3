import type { Logger } from 'pino'
import { DependencyUnavailable } from '../../platform/errors.ts'
import { referenceRates } from './currencies.ts'
import { fxErrors } from './errors.ts'
import type { FxQuotes, FxSnapshot } from './quotes.ts'
import type { FxStore } from './store.ts'
import { nextRates } from './walk.ts'

export type TickOutcome = 'stored' | 'followed' | 'failed'

export interface TickerTools {
  readonly store: FxStore
  readonly settings: {
    readonly seed: number
    readonly tickIntervalMs: number
    /** Snapshots that are kept; older ones are deleted. */
    readonly historySnapshots: number
  }
  /** Business time. */
  readonly nowMs: () => number
  readonly log: Logger
  readonly observe: (outcome: TickOutcome, snapshot: FxSnapshot | undefined) => void
}

const firstId = 1
/** Old snapshots are deleted so many at a time. */
const deleteEvery = 60
/** Nobody deals at rates that are older than so many ticks, and than so long. */
const staleAfterTicks = 10
const staleAfterMsLeast = 30_000

/**
 * Makes rates tick. A tick is stored first and quoted afterwards. Every process on a database tries
 * at its own interval; the database lets one of them make each tick, when it is due, and the others
 * read what it made.
 */
export class FxTicker implements FxQuotes {
  readonly #tools: TickerTools
  readonly #staleAfterMs: number
  #latest: FxSnapshot | undefined
  #knownAtMs = 0
  #timer: NodeJS.Timeout | undefined
  #ticking: Promise<void> = Promise.resolve()
  #stopped = false

  constructor(tools: TickerTools) {
    this.#tools = tools
    this.#staleAfterMs = Math.max(
      staleAfterMsLeast,
      staleAfterTicks * tools.settings.tickIntervalMs,
    )
  }

  current(): FxSnapshot {
    if (this.#latest === undefined) {
      throw fxErrors.noRates()
    }
    const ageMs = this.ageMs
    if (ageMs > this.#staleAfterMs) {
      throw fxErrors.staleRates(ageMs, this.#staleAfterMs)
    }
    return this.#latest
  }

  /** Since this process learned of the newest snapshot; 0 while there is none. */
  get ageMs(): number {
    return this.#latest === undefined ? 0 : performance.now() - this.#knownAtMs
  }

  /**
   * Goes on from the newest snapshot stored. Without a database there are no rates until it is
   * back.
   */
  async start(): Promise<void> {
    await this.#tick()
    this.#schedule()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#ticking
  }

  #schedule(): void {
    if (this.#stopped) {
      return
    }
    this.#timer = setTimeout(() => {
      this.#ticking = this.#tick().finally(() => {
        this.#schedule()
      })
    }, this.#tools.settings.tickIntervalMs)
  }

  /** Never rejects. */
  async #tick(): Promise<void> {
    const { observe, log } = this.#tools
    try {
      const last = this.#latest
      const outcome = last === undefined ? await this.#begin() : await this.#next(last)
      observe(outcome, this.#latest)
    } catch (error) {
      observe('failed', this.#latest)
      const level = error instanceof DependencyUnavailable ? 'warn' : 'error'
      log[level]({ err: error }, 'exchange rates did not tick')
    }
  }

  async #begin(): Promise<TickOutcome> {
    const { store, nowMs } = this.#tools
    const last = await this.#follow()
    if (last !== undefined) {
      return this.#next(last)
    }
    const first = { id: firstId, usdPerUnitE9: referenceRates, spiked: [] }
    await store.insertFirst({ ...first, atMs: nowMs() })
    await this.#follow()
    return 'followed'
  }

  async #next(last: FxSnapshot): Promise<TickOutcome> {
    const { store, settings, nowMs } = this.#tools
    const id = last.id + 1
    const tickMs = settings.tickIntervalMs
    const { rates, spiked } = nextRates(last.usdPerUnitE9, id, { seed: settings.seed, tickMs })
    const next: FxSnapshot = { id, atMs: nowMs(), usdPerUnitE9: rates, spiked }
    if (!(await store.insertNext(next, tickMs))) {
      await this.#follow()
      return 'followed'
    }
    this.#know(next)
    if (id % deleteEvery === 0) {
      await store.deleteThrough(id - settings.historySnapshots)
    }
    return 'stored'
  }

  async #follow(): Promise<FxSnapshot | undefined> {
    const latest = await this.#tools.store.latest()
    if (latest !== undefined && latest.id !== this.#latest?.id) {
      this.#know(latest)
    }
    return latest
  }

  #know(snapshot: FxSnapshot): void {
    this.#latest = snapshot
    this.#knownAtMs = performance.now()
  }
}
