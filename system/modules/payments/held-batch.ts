import { paymentLane, paymentsRecordedTopic } from '../../events/payment-recorded.ts'
import { composeMessages, composePayment } from './batch-record.ts'
import type { Circumstances, Decision } from './decision.ts'
import type { HeldPayment, Review } from './held-row.ts'
import type { HeldBatch, HeldRecord } from './held-store.ts'

/**
 * Decided payments that were all held alike, in the form in which they are stored and published.
 */
export function composeHeldBatch(
  { decided, changes }: Omit<Decision<HeldPayment>, 'refused'>,
  { nowMs, day }: Circumstances,
  review: Review | undefined,
): HeldBatch {
  const now = new Date(nowMs).toISOString()
  const records = decided.map((each): HeldRecord => {
    const { id, createdAt, reviewReasons, releaseAt } = each.item.payment
    const releasedAt = each.outcome.status === 'queued' ? undefined : now
    const recorded = { id, createdAt, reviewReasons, releaseAt, releasedAt }
    return { ...each, payment: composePayment(each, recorded) }
  })
  return {
    records,
    changes,
    createdAt: now,
    day,
    lane: paymentLane,
    topic: paymentsRecordedTopic,
    // One that only waits for another opening has nothing new to tell.
    messages: composeMessages(
      records.filter(({ item, payment }) => payment.status !== item.held.as),
    ),
    heldAs: review === undefined ? 'queued' : 'in-review',
    review,
  }
}
