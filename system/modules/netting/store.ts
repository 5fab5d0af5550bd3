import { plainArray, textArray } from '../../platform/postgres/arrays.ts'
import type { Database, Queryable } from '../../platform/postgres/database.ts'
import type { CurrencyTotal, Position } from './positions.ts'
import * as statements from './statements.ts'
import type { Mode, PlannedTransfer } from './transfers.ts'

export interface OpenCycle {
  readonly id: number
  readonly afterNumber: number
}

export interface ClosedCycle {
  readonly id: number
  readonly tenant: string
}

export interface Closing {
  readonly cycle: OpenCycle
  readonly tenant: string
  readonly mode: Mode
  readonly throughNumber: number
  readonly payments: number
  readonly totals: readonly CurrencyTotal[]
  readonly positions: readonly Position[]
  readonly transfers: readonly PlannedTransfer[]
  readonly at: string
}

export interface OwedTransfer extends PlannedTransfer {
  /** Attempts that were refused. */
  readonly refused: number
}

export interface MadeTransfer extends PlannedTransfer {
  readonly paymentId: string
}

/** Between looking for the open cycle and locking it another process may have closed it. */
const lockAttempts = 5

/** The tenant's open cycle, locked until the transaction ends; made when it is the first. */
export async function lockOpenCycle(
  on: Queryable,
  tenant: string,
  at: string,
): Promise<OpenCycle | undefined> {
  await on.query(statements.openFirstCycle, [tenant, at])
  for (let attempt = 0; attempt < lockAttempts; attempt += 1) {
    const [row] = await on.query<CycleRow>(statements.lockOpenCycle, [tenant])
    if (row !== undefined) {
      return { id: row.id, afterNumber: row.after_number }
    }
  }
  return undefined
}

export async function readOpenCycle(
  database: Queryable,
  tenant: string,
): Promise<OpenCycle | undefined> {
  const [row] = await database.query<CycleRow>(statements.readOpenCycle, [tenant])
  return row === undefined ? undefined : { id: row.id, afterNumber: row.after_number }
}

/** In the transaction that locked the cycle. */
export async function writeClosing(on: Queryable, closing: Closing): Promise<void> {
  const { cycle, tenant, mode, throughNumber, payments, totals, positions, transfers, at } = closing
  await on.query(statements.closeCycle, [cycle.id, mode, throughNumber, payments, at])
  await on.query(statements.openNextCycle, [tenant, throughNumber, at])
  await on.query(statements.insertTotals, [
    cycle.id,
    textArray(totals.map((total) => total.currency)),
    plainArray(totals.map((total) => total.payments)),
    plainArray(totals.map((total) => String(total.grossMinor))),
    plainArray(totals.map((total) => String(total.bilateralMinor))),
    plainArray(totals.map((total) => String(total.multilateralMinor))),
    plainArray(totals.map((total) => total.bilateralEfficiencyE6)),
    plainArray(totals.map((total) => total.multilateralEfficiencyE6)),
  ])
  await on.query(statements.insertPositions, [
    cycle.id,
    textArray(positions.map((position) => position.currency)),
    textArray(positions.map((position) => position.bank)),
    textArray(positions.map((position) => position.counterparty)),
    plainArray(positions.map((position) => position.outgoingPayments)),
    plainArray(positions.map((position) => String(position.outgoingMinor))),
    plainArray(positions.map((position) => position.incomingPayments)),
    plainArray(positions.map((position) => String(position.incomingMinor))),
  ])
  await on.query(statements.insertTransfers, [
    cycle.id,
    ...transferColumns(transfers),
    plainArray(transfers.map((transfer) => String(transfer.amountMinor))),
  ])
}

export async function closedCycles(database: Database): Promise<readonly ClosedCycle[]> {
  return database.query<ClosedCycle>(statements.closedCycles)
}

/** Those that are not known to be made. */
export async function owedTransfers(
  database: Database,
  cycleId: number,
): Promise<readonly OwedTransfer[]> {
  const rows = await database.query<TransferRow>(statements.owedTransfers, [cycleId])
  return rows.map((row) => ({
    currency: row.currency,
    debtorBank: row.debtor_bank,
    creditorBank: row.creditor_bank,
    amountMinor: BigInt(row.amount_minor),
    refused: row.refused,
  }))
}

export async function countRefusals(
  database: Database,
  cycleId: number,
  refused: readonly PlannedTransfer[],
): Promise<void> {
  await database.query(statements.countRefusals, [cycleId, ...transferColumns(refused)])
}

export async function recordTransfers(
  on: Queryable,
  cycleId: number,
  made: readonly MadeTransfer[],
): Promise<void> {
  const ids = plainArray(made.map((transfer) => transfer.paymentId))
  await on.query(statements.recordTransfers, [cycleId, ...transferColumns(made), ids])
}

/**
 * @returns its payments; undefined when a transfer is still to be made, or another process was
 * first
 */
export async function settleCycle(
  on: Queryable,
  cycleId: number,
  at: string,
): Promise<number | undefined> {
  const [row] = await on.query<{ payments: number }>(statements.settleCycle, [cycleId, at])
  return row?.payments
}

export async function tenantsWithAccounts(database: Database): Promise<readonly string[]> {
  const rows = await database.query<{ tenant: string }>(statements.tenantsWithAccounts)
  return rows.map((row) => row.tenant)
}

function transferColumns(transfers: readonly PlannedTransfer[]): readonly string[] {
  return [
    textArray(transfers.map((transfer) => transfer.currency)),
    textArray(transfers.map((transfer) => transfer.debtorBank)),
    textArray(transfers.map((transfer) => transfer.creditorBank)),
  ]
}

interface CycleRow {
  readonly id: number
  readonly after_number: number
}

interface TransferRow {
  readonly currency: string
  readonly debtor_bank: string
  readonly creditor_bank: string
  readonly amount_minor: number
  readonly refused: number
}
