import { reconciliationErrors } from './errors.ts'

export interface DepositState {
  readonly id: string
  readonly customerId: string
  readonly currency: string
  readonly unallocatedMinor: number
}

/**
 * [id, customer, currency, outstanding, amount that the deposit pays of it], in the order of
 * payment.
 */
export type InvoiceRow = readonly [
  id: string,
  customerId: string,
  currency: string,
  outstandingMinor: number,
  amountMinor: number,
]

/** @throws DomainError when an invoice is named twice */
export function requireDistinct(invoiceIds: readonly string[]): void {
  const seen = new Set<string>()
  const repeated = new Set<string>()
  for (const id of invoiceIds) {
    ;(seen.has(id) ? repeated : seen).add(id)
  }
  if (repeated.size > 0) {
    throw reconciliationErrors.duplicateInvoices([...repeated])
  }
}

/**
 * The rules that decide whether this deposit may pay exactly these invoices. @throws DomainError
 * naming those that break one
 */
export function requirePayable(
  deposit: DepositState,
  invoiceIds: readonly string[],
  rows: readonly InvoiceRow[],
): void {
  const idsWhere = (broken: (row: InvoiceRow) => boolean): readonly string[] =>
    rows.filter(broken).map(([id]) => id)
  if (rows.length !== invoiceIds.length) {
    const known = new Set(rows.map(([id]) => id))
    throw reconciliationErrors.unknownInvoices(invoiceIds.filter((id) => !known.has(id)))
  }
  const ofOthers = idsWhere(([, customerId]) => customerId !== deposit.customerId)
  if (ofOthers.length > 0) {
    throw reconciliationErrors.otherCustomer(ofOthers, deposit.customerId)
  }
  const foreign = idsWhere(([, , currency]) => currency !== deposit.currency)
  if (foreign.length > 0) {
    throw reconciliationErrors.otherCurrency(foreign, deposit.currency)
  }
  const paid = idsWhere(([, , , outstandingMinor]) => outstandingMinor === 0)
  if (paid.length > 0) {
    throw reconciliationErrors.alreadyPaid(paid)
  }
  if (deposit.unallocatedMinor === 0) {
    throw reconciliationErrors.depositAllocated(deposit.id)
  }
}
