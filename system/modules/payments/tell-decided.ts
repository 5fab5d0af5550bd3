import type { Decided } from './decision.ts'
import type { ClearingViolation, ReviewsAwaited } from './needs.ts'
import type { PendingOrder } from './settlement.ts'
import type { PaymentRecord } from './store.ts'

/** Who waits for payments that are not settled at once. */
export interface HeldNotices {
  /** Told of each payment that waits for its banks to clear, once it is durable. */
  readonly queued: (violation: ClearingViolation) => void
  /** Told of payments that wait for a review, once they are durable, or may be. */
  readonly reviews: ReviewsAwaited
}

/**
 * What became of the orders of a batch that is durable: first to whoever asked, then to others.
 *
 * @param records of the decided orders, in their order
 */
export function tellDecided(
  decided: readonly Decided<PendingOrder>[],
  records: readonly PaymentRecord[],
  nowMs: number,
  notices: HeldNotices,
): void {
  decided.forEach(({ item }, index) => {
    const record = records[index]
    if (record !== undefined) {
      item.recorded(record.payment, false)
    }
  })
  for (const { debtor, creditor, outcome } of decided) {
    if (outcome.status === 'queued') {
      const banks = { debtorBank: debtor.bank, creditorBank: creditor.bank }
      notices.queued({ ...banks, atMs: nowMs, releaseAtMs: outcome.releaseAtMs })
    } else if (outcome.status === 'in-review') {
      notices.reviews.held()
    }
  }
}
