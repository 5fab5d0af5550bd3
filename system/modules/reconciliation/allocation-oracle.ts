/**
 * The rule, in plain integers: a deposit pays invoices in the order of their due date, then of
 * their id, each in full until the money ends; the last one reached may be paid in part. The
 * database does this with a window sum (`statements.ts`); this is the reference that the tests hold
 * it against.
 */
export interface OpenInvoice {
  readonly id: string
  /** YYYY-MM-DD */
  readonly dueOn: string
  readonly outstandingMinor: bigint
}

export interface Allocation {
  readonly invoiceId: string
  readonly amountMinor: bigint
}

export function allocateFifo(
  unallocatedMinor: bigint,
  invoices: readonly OpenInvoice[],
): readonly Allocation[] {
  const allocations: Allocation[] = []
  let left = unallocatedMinor
  for (const invoice of invoices.toSorted(byDueDateThenId)) {
    const amountMinor = invoice.outstandingMinor < left ? invoice.outstandingMinor : left
    if (amountMinor === 0n) {
      break
    }
    allocations.push({ invoiceId: invoice.id, amountMinor })
    left -= amountMinor
  }
  return allocations
}

/** Ids compare by code point, like the database's "C" collation. */
function byDueDateThenId(left: OpenInvoice, right: OpenInvoice): number {
  return compare(left.dueOn, right.dueOn) || compare(left.id, right.id)
}

function compare(left: string, right: string): number {
  return left < right ? -1 : Number(left > right)
}
