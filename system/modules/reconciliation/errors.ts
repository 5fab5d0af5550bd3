import { DomainError } from '../../platform/errors.ts'

const shownIds = 5

/** "INV-1, INV-2 and 7 more": a message stays readable when thousands of invoices are wrong. */
export function listIds(ids: readonly string[]): string {
  const shown = ids.slice(0, shownIds).join(', ')
  return ids.length > shownIds ? `${shown} and ${ids.length - shownIds} more` : shown
}

export const reconciliationErrors = {
  keyReused: () =>
    new DomainError(
      'refused',
      'idempotency-key-reused',
      'Idempotency-Key was used with another body; expected the same body or a new key',
    ),
  duplicateInvoices: (ids: readonly string[]) =>
    new DomainError(
      'refused',
      'duplicate-invoice',
      `invoice named twice: ${listIds(ids)}; expected each once`,
    ),
  unknownDeposit: (id: string) =>
    new DomainError('not-found', 'deposit-not-found', `deposit ${id} does not exist`),
  depositAllocated: (id: string) =>
    new DomainError(
      'conflict',
      'deposit-already-allocated',
      `deposit ${id} has nothing left to allocate`,
    ),
  unknownInvoices: (ids: readonly string[]) =>
    new DomainError('not-found', 'invoice-not-found', `invoice does not exist: ${listIds(ids)}`),
  otherCustomer: (ids: readonly string[], customerId: string) =>
    new DomainError(
      'refused',
      'invoice-of-other-customer',
      `invoice belongs to another customer: ${listIds(ids)}; expected invoices of ${customerId}`,
    ),
  otherCurrency: (ids: readonly string[], currency: string) =>
    new DomainError(
      'refused',
      'invoice-in-other-currency',
      `invoice is in another currency: ${listIds(ids)}; expected ${currency}`,
    ),
  alreadyPaid: (ids: readonly string[]) =>
    new DomainError('conflict', 'invoice-already-paid', `invoice is paid already: ${listIds(ids)}`),
} as const
