import type { DomainError } from '../../platform/errors.ts'
import type { Account } from './accounts.ts'
import type { ChangeSet } from './changes.ts'
import type { Candidate, Decidable } from './decision.ts'
import {
  accountInternal,
  amountTooSmall,
  balanceTooLarge,
  currencyMismatch,
  sameAccount,
} from './errors.ts'

/** Why an order cannot be a payment between these two accounts at all; it leaves no trace. */
export function findFault(
  { order, kind }: Decidable,
  debtor: Account,
  creditor: Account,
): DomainError | undefined {
  if (debtor === creditor) {
    return sameAccount()
  }
  const isPayment = kind === 'payment'
  if (isPayment && (debtor.internal || creditor.internal)) {
    return accountInternal(debtor.internal ? debtor.number : creditor.number)
  }
  if (debtor.currency !== order.currency) {
    return currencyMismatch(debtor.number, debtor.currency, order.currency)
  }
  return isPayment || creditor.currency === order.currency
    ? undefined
    : currencyMismatch(creditor.number, creditor.currency, order.currency)
}

/** Why it cannot be one of that amount. */
export function findAmountFault(
  { item, creditor, terms, pools }: Candidate<Decidable>,
  changes: ChangeSet,
): DomainError | undefined {
  const { amountMinor } = item.order
  const creditedMinor = terms.exchange?.creditedMinor ?? amountMinor
  if (creditedMinor < 1) {
    return amountTooSmall(creditor.currency)
  }
  if (!Number.isSafeInteger(changes.balanceOf(creditor) + creditedMinor)) {
    return balanceTooLarge(creditor.number)
  }
  const pool = pools?.debtor
  return pool && !Number.isSafeInteger(changes.balanceOf(pool) + amountMinor)
    ? balanceTooLarge(pool.number)
    : undefined
}
