import { decide } from './decision.ts'
import type { Circumstances, Decided, Decision } from './decision.ts'
import type { HeldPayment } from './held-row.ts'
import type { Rejection } from './schemas.ts'

/**
 * What is to become of payments that were held until now; each gets an answer. Pure, as `decide`
 * is.
 */
export function decideHeld(
  held: readonly HeldPayment[],
  circumstances: Circumstances,
): Omit<Decision<HeldPayment>, 'refused'> {
  const { decided, refused, changes } = decide(held, circumstances)
  const unfit = refused.map(({ item }) => rejected(item, circumstances, 'payment-unprocessable'))
  return { decided: [...decided, ...unfit], changes }
}

/** All of them rejected, whatever windows and balances say. */
export function rejectHeld(
  held: readonly HeldPayment[],
  circumstances: Circumstances,
  rejection: Rejection,
): Omit<Decision<HeldPayment>, 'refused'> {
  return {
    decided: held.map((item) => rejected(item, circumstances, rejection)),
    changes: { accounts: new Map(), banks: new Map() },
  }
}

/** @throws RangeError without its accounts: a payment that was accepted has them */
function rejected(
  item: HeldPayment,
  { memory: { accounts } }: Circumstances,
  rejection: Rejection,
): Decided<HeldPayment> {
  const debtor = accounts.get(item.tenant, item.order.debtorAccount)
  const creditor = accounts.get(item.tenant, item.order.creditorAccount)
  if (debtor === undefined || creditor === undefined) {
    throw new RangeError(`payment ${item.payment.id} is held and its accounts are gone`)
  }
  const outcome = { status: 'rejected', rejection } as const
  return { item, debtor, creditor, terms: item.held.terms, pools: undefined, outcome }
}
