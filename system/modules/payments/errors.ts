import { DomainError } from '../../platform/errors.ts'
import type { Payment, Rejection } from './schemas.ts'

/** Refused before it became a payment: nothing is stored, the key stays free. */
export function accountUnknown(number: string): DomainError {
  return new DomainError('refused', 'account-unknown', `account ${number} does not exist`)
}

export function sameAccount(): DomainError {
  return new DomainError('refused', 'same-account', 'debtor and creditor are the same account')
}

export function currencyMismatch(number: string, held: string, asked: string): DomainError {
  const message = `account ${number} is kept in ${held}, not in ${asked}`
  return new DomainError('refused', 'currency-mismatch', message)
}

export function accountInternal(number: string): DomainError {
  const message = `account ${number} is the gateway's own and takes no payments`
  return new DomainError('refused', 'account-internal', message)
}

export function amountTooSmall(currency: string): DomainError {
  const message = `the amount is less than a minor unit of ${currency}`
  return new DomainError('refused', 'amount-too-small', message)
}

export function balanceTooLarge(number: string): DomainError {
  const message = `account ${number} cannot hold that much`
  return new DomainError('refused', 'balance-too-large', message)
}

export function keyReused(): DomainError {
  const message = 'this Idempotency-Key was used for another payment order'
  return new DomainError('refused', 'idempotency-key-reused', message)
}

export function paymentNotFound(id: string): DomainError {
  return new DomainError('not-found', 'payment-not-found', `payment ${id} does not exist`)
}

/** Recorded, and the answer is no; a replay of the key gets the same answer. */
export function paymentRejected(payment: Payment & { rejection: Rejection }): DomainError {
  return new DomainError('refused', payment.rejection, whyRejected(payment.rejection, payment), {
    members: { paymentId: payment.id },
  })
}

/** The answer would be no, and is not recorded, because nothing of the bulk is. */
export function rejectedTogether(
  rejection: Rejection,
  debtorAccount: string,
  creditorCurrency: string,
): DomainError {
  const message = whyRejected(rejection, { debtorAccount, creditorCurrency })
  return new DomainError('refused', rejection, message)
}

function whyRejected(
  rejection: Rejection,
  of: Pick<Payment, 'debtorAccount' | 'creditorCurrency'>,
): string {
  const reasons: Record<Rejection, string> = {
    'insufficient-funds': `account ${of.debtorAccount} does not cover the amount`,
    'daily-limit-exceeded': `account ${of.debtorAccount} would exceed its daily limit`,
    'bank-limit-exceeded': `the bank of ${of.debtorAccount} would exceed its daily limit`,
    'insufficient-liquidity': `the pool of ${of.creditorCurrency} does not cover the amount`,
    'review-refused': 'a review refused the payment',
    'payment-unprocessable': 'the payment could not be made when it was released',
  }
  return reasons[rejection]
}

export function notInReview(id: string, status: string): DomainError {
  return new DomainError('conflict', 'payment-not-in-review', `payment ${id} is ${status}`)
}

export function queueFull(): DomainError {
  const message = 'more payments are waiting than can be settled in time'
  return new DomainError('overloaded', 'queue-full', message, { retryAfterSeconds: 1 })
}

export function eventsBehind(): DomainError {
  const message = 'what was recorded before is not yet published, and has not been for long'
  return new DomainError('overloaded', 'events-behind', message, { retryAfterSeconds: 5 })
}

export function accountsContended(cause: unknown): DomainError {
  const message = 'the accounts were changed by others again and again; nothing was recorded'
  return new DomainError('overloaded', 'accounts-contended', message, {
    cause,
    retryAfterSeconds: 1,
  })
}

/** The one order of a batch that the database will not take, found by bisection. */
export function unprocessable(cause: unknown): DomainError {
  const message = 'the payment order cannot be recorded as it is'
  return new DomainError('refused', 'payment-unprocessable', message, { cause })
}

/** In one bulk the second use of a key could only be a mistake. */
export function keysRepeated(key: string): DomainError {
  const message = `the key ${key} is in the bulk more than once`
  return new DomainError('refused', 'keys-repeated', message)
}

/** @param items what was wrong with each, or that nothing was */
export function bulkRefused(items: readonly object[]): DomainError {
  const message = 'one of the payments or more cannot be made; none was recorded'
  return new DomainError('refused', 'bulk-refused', message, { members: { items } })
}

/** Of a payment that could have been made, were it not for the others. */
export function othersRefused(): DomainError {
  const message = 'another payment of the bulk cannot be made; nothing was recorded'
  return new DomainError('refused', 'others-refused', message)
}

/**
 * Some keys of a bulk had been used before, some not: it is no repetition, and no new bulk either.
 */
export function keyUsedBefore(): DomainError {
  const message =
    'the key was used before, and other keys of the bulk were not; nothing was recorded'
  return new DomainError('refused', 'key-used-before', message)
}
