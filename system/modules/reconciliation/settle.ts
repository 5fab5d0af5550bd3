import type { Queryable } from '../../platform/postgres/database.ts'
import { reconciliationErrors } from './errors.ts'
import { requirePayable } from './payable.ts'
import type { DepositState, InvoiceRow } from './payable.ts'
import type { ReconciliationResult } from './schemas.ts'
import * as statements from './statements.ts'

export interface Settlement {
  readonly reconciliationId: string
  readonly tenant: string
  readonly depositId: string
  readonly invoiceIds: readonly string[]
}

export interface SettlementSteps {
  readonly batchSize: number
  /**
   * After each batch: how many of the invoices have been dealt with, if the transaction commits.
   */
  onBatch(processed: number): void
}

/**
 * Pays the invoices from the deposit within the caller's transaction: everything or, when it
 * throws, nothing. Locks the deposit first and then the invoices in the order of their ids. The
 * batches have no meaning for the data; they are where progress can be told and where a cancelled
 * job stops.
 * @throws DomainError when a rule refuses
 */
export async function settle(
  transaction: Queryable,
  settlement: Settlement,
  steps: SettlementSteps,
): Promise<ReconciliationResult> {
  const { deposit, rows } = await examine(transaction, settlement, 'lock')
  const paid = rows.filter(([, , , , amountMinor]) => amountMinor > 0)
  for (let start = 0; start < paid.length; start += steps.batchSize) {
    const batch = paid.slice(start, start + steps.batchSize)
    await payBatch(transaction, settlement, deposit, batch)
    steps.onBatch(start + batch.length)
  }
  const allocatedMinor = paid.reduce((sum, [, , , , amountMinor]) => sum + amountMinor, 0)
  const unallocatedMinor = await draw(transaction, settlement, allocatedMinor)
  if (paid.length < rows.length) {
    // The rest were looked at, and the deposit does not reach them.
    steps.onBatch(rows.length)
  }
  const partial = paid.find(
    ([, , , outstandingMinor, amountMinor]) => amountMinor < outstandingMinor,
  )
  return {
    reconciliationId: settlement.reconciliationId,
    depositId: settlement.depositId,
    invoices: rows.length,
    entries: paid.length,
    allocatedMinor,
    unallocatedMinor,
    currency: deposit.currency,
    ...(partial !== undefined && { partiallyPaidInvoiceId: partial[0] }),
  }
}

/**
 * Reads deposit and invoices and holds them against the rules; with 'lock' what it saw stays true.
 */
export async function examine(
  on: Queryable,
  settlement: Settlement,
  mode: 'lock' | 'look',
): Promise<{ readonly deposit: DepositState; readonly rows: readonly InvoiceRow[] }> {
  const { tenant, depositId, invoiceIds } = settlement
  const locking = mode === 'lock'
  const [deposit] = await on.query<DepositState>(
    locking ? statements.lockDeposit : statements.readDeposit,
    [tenant, depositId],
  )
  if (deposit === undefined) {
    throw reconciliationErrors.unknownDeposit(depositId)
  }
  const rows = await on.queryArrays<InvoiceRow>(
    locking ? statements.lockAllocation : statements.readAllocation,
    [tenant, invoiceIds, deposit.unallocatedMinor],
  )
  requirePayable(deposit, invoiceIds, rows)
  return { deposit, rows }
}

async function payBatch(
  transaction: Queryable,
  settlement: Settlement,
  deposit: DepositState,
  batch: readonly InvoiceRow[],
): Promise<void> {
  const [done] = await transaction.query<{ entries: number; postings: number; invoices: number }>(
    statements.payInvoices,
    [
      batch.map(([id]) => id),
      batch.map(([, , , , amountMinor]) => amountMinor),
      settlement.tenant,
      settlement.reconciliationId,
      settlement.depositId,
      deposit.currency,
    ],
  )
  const { entries, postings, invoices } = done ?? { entries: 0, postings: 0, invoices: 0 }
  if (entries !== batch.length || invoices !== batch.length || postings !== 2 * batch.length) {
    throw new Error(
      `batch of ${batch.length} invoices wrote ${entries} entries, ${postings} postings and ${invoices} invoices`,
    )
  }
}

async function draw(
  transaction: Queryable,
  settlement: Settlement,
  amountMinor: number,
): Promise<number> {
  const { tenant, depositId } = settlement
  const [deposit] = await transaction.query<{ unallocatedMinor: number }>(statements.drawDeposit, [
    tenant,
    depositId,
    amountMinor,
  ])
  if (deposit === undefined) {
    throw new Error(`deposit ${depositId} vanished while it was locked`)
  }
  return deposit.unallocatedMinor
}
