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
  const reasons: Record<Rejection, string> = {
    'insufficient-funds': `account ${payment.debtorAccount} does not cover the amount`,
    'daily-limit-exceeded': `account ${payment.debtorAccount} would exceed its daily limit`,
    'bank-limit-exceeded': `the bank of ${payment.debtorAccount} would exceed its daily limit`,
    'insufficient-liquidity': `the pool of ${payment.creditorCurrency} does not cover the amount`,
    'review-refused': 'a review refused the payment',
    'payment-unprocessable': 'the payment could not be made when it was released',
  }
  return new DomainError('refused', payment.rejection, reasons[payment.rejection], {
    members: { paymentId: payment.id },
  })
}

export function notInReview(id: string, status: string): DomainError {
  return new DomainError('conflict', 'payment-not-in-review', `payment ${id} is ${status}`)
}

export function queueFull(): DomainError {
  const message = 'more payments are waiting than can be settled in time'
  return new DomainError('overloaded', 'queue-full', message, { retryAfterSeconds: 1 })
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
