import type { Currency, Rates } from './currencies.ts'

/** All rates of one tick. Its row is in `fx_snapshot` for as long as history is kept. */
export interface FxSnapshot {
  readonly id: number
  /** Business time, in ms since the epoch. */
  readonly atMs: number
  readonly usdPerUnitE9: Rates
  /** What jumped at this tick. */
  readonly spiked: readonly Currency[]
}

/** What other modules may ask of this one. */
export interface FxQuotes {
  /**
   * The newest snapshot this process knows to be stored; memory only.
   * @throws DomainError unavailable, while there is none or the newest is too old to deal at
   */
  current(): FxSnapshot
}
