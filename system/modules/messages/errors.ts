import { DomainError } from '../../platform/errors.ts'

export function paymentNotFound(id: string): DomainError {
  return new DomainError('not-found', 'payment-not-found', `payment ${id} does not exist`)
}

/** A bank is told of money that has moved, and only of that. */
export function notSettled(id: string, status: string): DomainError {
  const message = `payment ${id} is ${status}; a message tells of settled payments only`
  return new DomainError('conflict', 'payment-not-settled', message)
}

export function notBetweenCustomers(id: string): DomainError {
  const message = `payment ${id} moved money of the gateway itself, which no customer message tells of`
  return new DomainError('conflict', 'no-customer-payment', message)
}
