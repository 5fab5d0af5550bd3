import type { OutboxRow } from '../../platform/outbox/outbox-row.ts'
import type { Currency } from './schemas.ts'

/** What payments ask of the outbox. */
export interface PublishesEvents {
  /** These rows are committed, publish them. */
  offer(rows: readonly OutboxRow[]): void
  /** Rows may have been committed without our knowing. */
  doubt(): void
}

/** Asked once for every payment: answers come from memory. */
export interface ClearingWindows {
  /** The first instant from `atMs` on at which both banks clear: `atMs` itself when they do now. */
  opensForBoth(debtorBic: string, creditorBic: string, atMs: number): number
}

export interface BankLimits {
  /** What the accounts of a bank may send in a UTC day, all together, in cents of a dollar. */
  dailyLimitUsdMinor(bic: string): number
}

/** What is known of a payment before it is decided. */
export interface PaymentFacts {
  readonly tenant: string
  readonly debtorAccount: string
  readonly creditorAccount: string
  readonly debtorBank: string
  readonly creditorBank: string
  readonly currency: Currency
  readonly creditorCurrency: Currency
  readonly amountMinor: number
  /** Cents of a dollar. */
  readonly usdMinor: number
  readonly reference: string | undefined
  readonly atMs: number
}

export interface ReviewRules {
  /**
   * Why somebody has to look at a payment first; empty for most. Called once for each order, in the
   * order in which they are decided. Must not do I/O: the whole lane waits.
   *
   * @throws DomainError unavailable, as long as nobody could say
   */
  review(facts: PaymentFacts): readonly string[]
}

/** Rates of one moment, kept in the database under `id` before anybody sees them. */
export interface FxSnapshot {
  readonly id: number
  /** Dollars per major unit, times 1e9; every currency here has two decimals. */
  readonly usdPerUnitE9: Readonly<Record<Currency, bigint>>
}

export interface FxQuotes {
  /** @throws DomainError unavailable, while there are no rates to deal at */
  current(): FxSnapshot
}

export interface Converted {
  /** Whole minor units, rounded down. */
  readonly creditedMinor: number
  /** What rounding left, of the denominator `usdPerUnitE9[to]`. */
  readonly remainder: number
}

export type Convert = (
  amountMinor: number,
  from: Currency,
  to: Currency,
  snapshot: FxSnapshot,
) => Converted

/** What the lane asks of others for every payment, from memory. */
export interface PaymentRules {
  readonly windows: ClearingWindows
  readonly review: ReviewRules
  readonly quotes: FxQuotes
  readonly convert: Convert
}

/** A payment that was accepted while one of its banks, or both, did not clear; it waits. */
export interface ClearingViolation {
  readonly debtorBank: string
  readonly creditorBank: string
  readonly atMs: number
  readonly releaseAtMs: number
}

export interface ClearingViolations {
  /** Called once it is durable. */
  note(violation: ClearingViolation): void
}

/** Figures of payments that are held, added up as they come and go: nobody counts them. */
export interface HeldFigures {
  held(tenant: string): Promise<{ readonly queued: number; readonly inReview: number }>
}

/** What the module needs of others. */
export interface PaymentNeeds extends Omit<PaymentRules, 'review'> {
  readonly figures: HeldFigures
  readonly limits: BankLimits
  readonly violations: ClearingViolations
  readonly review: ReviewRules & ReviewsApproved & ReviewsAwaited
}

export interface ReviewsAwaited {
  /** A payment that has to be reviewed is durable. */
  held(): void
  /** One may be, or may be soon: whether its statement was committed is not known. */
  doubt(): void
}

export interface ReviewsApproved {
  /** Somebody has looked at a payment between these two and let it pass. */
  approved(tenant: string, debtorAccount: string, creditorAccount: string): void
}

/** What others may ask of this module: money moved between accounts of the gateway. */
export interface InternalTransfers {
  /**
   * In the same lane as payments; no window, limit or review applies. The same key moves money
   * once.
   *
   * @throws DomainError when the order is refused, or the debtor does not cover it
   */
  transfer(order: TransferOrder): Promise<{ readonly paymentId: string }>
}

export interface TransferOrder {
  /** Names this one transfer of the tenant for ever; never the same as the key of a payment. */
  readonly key: string
  readonly tenant: string
  readonly debtorAccount: string
  readonly creditorAccount: string
  readonly amountMinor: number
  readonly currency: Currency
  /** Kept as the reference. */
  readonly reason: string
}
