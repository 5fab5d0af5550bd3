import type { Database } from '../../platform/postgres/database.ts'
import { allOthers, netMinor } from './positions.ts'
import type { CurrencyTotal, Position } from './positions.ts'
import type {
  Cycle,
  CyclePage,
  CyclesQuery,
  CycleSummary,
  NettingPosition,
  Total,
} from './schemas.ts'
import * as statements from './statements.ts'

/** What the API says of cycles, out of the tables. */
export async function pageOfCycles(
  database: Database,
  tenant: string,
  { state, page, page_size: pageSize }: CyclesQuery,
): Promise<CyclePage> {
  const values = [tenant, state ?? null, pageSize + 1, (page - 1) * pageSize]
  const rows = await database.query<SummaryRow>(statements.findCycles, values)
  return {
    items: rows.slice(0, pageSize).map(toSummary),
    page,
    pageSize,
    hasMore: rows.length > pageSize,
  }
}

export async function findCycle(
  database: Database,
  tenant: string,
  id: number,
): Promise<Cycle | undefined> {
  const [row] = await database.query<SummaryRow>(statements.findCycle, [tenant, id])
  if (row === undefined) {
    return undefined
  }
  const [positions, transfers] = await Promise.all([
    database.query<PositionRow>(statements.findPositions, [id]),
    database.query<TransferRow>(statements.findTransfers, [id]),
  ])
  return {
    ...toSummary(row),
    positions: positions.map((each) => sayPosition(toPosition(each))),
    transfers: transfers.map((each) => ({
      currency: each.currency,
      debtorBank: each.debtor_bank,
      creditorBank: each.creditor_bank,
      amountMinor: each.amount_minor,
      paymentId: each.payment_id,
    })),
  }
}

export function sayPosition(position: Position): NettingPosition {
  const { currency, bank, counterparty, outgoingPayments, incomingPayments } = position
  const net = netMinor(position)
  return {
    currency,
    bank,
    counterparty: counterparty === allOthers ? null : counterparty,
    outgoingPayments,
    outgoingMinor: Number(position.outgoingMinor),
    incomingPayments,
    incomingMinor: Number(position.incomingMinor),
    netMinor: Number(net),
    role: roleOf(net),
  }
}

export function sayTotal(total: CurrencyTotal): Total {
  return {
    currency: total.currency,
    payments: total.payments,
    grossMinor: Number(total.grossMinor),
    bilateralMinor: Number(total.bilateralMinor),
    multilateralMinor: Number(total.multilateralMinor),
    bilateralEfficiency: total.bilateralEfficiencyE6 / millionths,
    multilateralEfficiency: total.multilateralEfficiencyE6 / millionths,
  }
}

const millionths = 1_000_000

function roleOf(net: bigint): NettingPosition['role'] {
  if (net === 0n) return 'even'
  return net > 0n ? 'creditor' : 'debtor'
}

function toSummary(row: SummaryRow): CycleSummary {
  return {
    id: row.id,
    state: row.state,
    mode: row.mode,
    payments: row.payments,
    openedAt: row.opened_at.toISOString(),
    closedAt: row.closed_at?.toISOString() ?? null,
    settledAt: row.settled_at?.toISOString() ?? null,
    totals: [...row.totals],
  }
}

function toPosition(row: PositionRow): Position {
  return {
    currency: row.currency,
    bank: row.bank,
    counterparty: row.counterparty,
    outgoingPayments: row.outgoing_payments,
    outgoingMinor: BigInt(row.outgoing_minor),
    incomingPayments: row.incoming_payments,
    incomingMinor: BigInt(row.incoming_minor),
  }
}

interface SummaryRow {
  readonly id: number
  readonly state: CycleSummary['state']
  readonly mode: CycleSummary['mode']
  readonly payments: number
  readonly opened_at: Date
  readonly closed_at: Date | null
  readonly settled_at: Date | null
  readonly totals: readonly Total[]
}

interface PositionRow {
  readonly currency: string
  readonly bank: string
  readonly counterparty: string
  readonly outgoing_payments: number
  readonly outgoing_minor: string
  readonly incoming_payments: number
  readonly incoming_minor: string
}

interface TransferRow {
  readonly currency: string
  readonly debtor_bank: string
  readonly creditor_bank: string
  readonly amount_minor: number
  readonly payment_id: string | null
}
