/** What is known of a payment before it is decided. */
export interface PaymentFacts {
  readonly tenant: string
  readonly debtorAccount: string
  readonly creditorAccount: string
  /** Cents of a dollar. */
  readonly usdMinor: number
  readonly reference: string | undefined
  readonly atMs: number
}

export const reviewReasons = [
  'large-amount',
  'velocity', // one account pays more often than an account does
  'unusual-pair', // much money between two that have not paid each other before
  'sanctioned-account',
  'sanctioned-name', // in the reference
] as const
export type ReviewReason = (typeof reviewReasons)[number]

/** From where on somebody has to look first. */
export interface ReviewPolicy {
  /** Cents of a dollar, for any payment. */
  readonly amountUsdMinor: number
  /** Cents of a dollar, for a first payment between two accounts. */
  readonly newPairUsdMinor: number
  /** Payments of one debtor's account within the window that are still as usual. */
  readonly velocityMax: number
  readonly velocityWindowMs: number
}

/**
 * Accounts and names as they are written on the list; how they are matched is the screen's
 * business.
 */
export interface SanctionsList {
  readonly accounts: readonly string[]
  readonly names: readonly string[]
}
