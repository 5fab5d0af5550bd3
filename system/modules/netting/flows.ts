import type { Queryable } from '../../platform/postgres/database.ts'
import type { Flow } from './positions.ts'
import * as statements from './statements.ts'

export interface FlowRange {
  readonly flows: readonly Flow[]
  /** The highest settlement number among them; undefined when there are none. */
  readonly throughNumber: number | undefined
}

/** Numbers that one statement goes over at most: one or two seconds of work. */
const numbersPerStatement = 2_000_000

/**
 * Settled payments between banks above a settlement number, added up: all there are, or, where
 * there are very many or their sums leave what a double counts exactly, the first part of them that
 * holds any.
 *
 * A part without any may only be passed over when nothing can be committed into it any more. That
 * is so when a number beyond it was seen to be committed before the part was read, because numbers
 * are committed in their order (migration 0040).
 */
export async function readFlows(
  on: Queryable,
  tenant: string,
  afterNumber: number,
): Promise<FlowRange> {
  for (let after = afterNumber; ;) {
    let numbers = numbersPerStatement
    let isFinal = await nothingAbove(on, after + numbers)
    let found = await readRange(on, tenant, after, after + numbers)
    while (isTooMuch(found.flows)) {
      // What was too much was seen; so what is left out of a smaller part is committed.
      isFinal = false
      numbers = Math.floor(numbers / 2)
      found = await readRange(on, tenant, after, after + numbers)
    }
    if (found.throughNumber !== undefined || isFinal) {
      return found
    }
    after += numbers
  }
}

/** A payment by itself never is. */
function isTooMuch(flows: readonly Flow[]): boolean {
  const most = BigInt(Number.MAX_SAFE_INTEGER)
  return [...Map.groupBy(flows, (flow) => flow.currency).values()].some(
    (own) => own.reduce((sum, flow) => sum + flow.grossMinor, 0n) > most,
  )
}

async function nothingAbove(on: Queryable, number: number): Promise<boolean> {
  const [last] = await on.query<{ last_value: number }>(statements.lastNumber)
  if ((last?.last_value ?? 0) <= number) {
    return true
  }
  const [above] = await on.query<{ found: boolean }>(statements.anyNumberAbove, [number])
  return above?.found !== true
}

async function readRange(
  on: Queryable,
  tenant: string,
  after: number,
  through: number,
): Promise<FlowRange> {
  const rows = await on.query<FlowRow>(statements.flowsInRange, [tenant, after, through])
  return {
    flows: rows.map((row) => ({
      debtorBank: row.debtor_bank,
      creditorBank: row.creditor_bank,
      currency: row.currency,
      payments: row.payments,
      grossMinor: BigInt(row.gross_minor),
    })),
    throughNumber:
      rows.length === 0 ? undefined : Math.max(...rows.map((row) => row.through_number)),
  }
}

interface FlowRow {
  readonly debtor_bank: string
  readonly creditor_bank: string
  readonly currency: string
  readonly payments: number
  readonly gross_minor: string
  readonly through_number: number
}
