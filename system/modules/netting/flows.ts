import type { Database, Queryable } from '../../platform/postgres/database.ts'
import { accountsWithoutBank } from './errors.ts'
import type { Flow } from './positions.ts'
import * as statements from './statements.ts'

export interface FlowRange {
  readonly flows: readonly Flow[]
  /** The highest settlement number among them; undefined when there are none. */
  readonly throughNumber: number | undefined
}

/**
 * A settled payment that was seen: all numbers below its own that ever will be committed are
 * (migration 0040), and its own stays.
 */
export interface Committed {
  readonly paymentId: string
  readonly number: number
}

/** Above the one, through the other. */
export interface NumberRange {
  readonly tenant: string
  readonly afterNumber: number
  readonly throughNumber: number
}

/** A tenant's banks and which of them has which account, as array literals. */
export interface BankPlaces {
  readonly places: string
  readonly banks: string
}

/** Numbers that one statement goes over at most: a second of work, three on a busy machine. */
const numbersPerStatement = 2_000_000

/**
 * Settled payments between banks above a settlement number, added up: all there are, or, where
 * there are very many or their sums leave what a double counts exactly, the first part of them that
 * holds any.
 *
 * Nothing is read beyond the last payment that was seen before, so nothing can be committed any
 * more into a part without any, and it may be passed over.
 *
 * @param on a transaction
 * @throws DomainError account-without-bank
 */
export async function readFlows(
  on: Queryable,
  tenant: string,
  afterNumber: number,
): Promise<FlowRange> {
  await on.query(statements.expectFewPairs)
  for (let after = afterNumber; ;) {
    let numbers = numbersPerStatement
    const last = (await lastCommitted(on))?.number ?? 0
    // After that payment, so that the account of each up to it is among them.
    const places = await readPlaces(on, tenant)
    const read = async () => {
      const throughNumber = Math.min(after + numbers, last)
      return readRange(on, { tenant, afterNumber: after, throughNumber }, places)
    }
    let isFinal = last <= after + numbers
    let found = await read()
    while (isTooMuch(found.flows)) {
      // What was too much was seen; so what is left out of a smaller part is committed.
      isFinal = false
      numbers = Math.floor(numbers / 2)
      found = await read()
    }
    if (found.throughNumber !== undefined || isFinal) {
      return found
    }
    after += numbers
  }
}

/**
 * Settled payments between banks in a range of numbers that are all committed, by one process of
 * Postgres.
 *
 * @throws DomainError account-without-bank
 */
export async function readPart(
  database: Database,
  range: NumberRange,
  places: BankPlaces,
): Promise<FlowRange> {
  return database.transaction(async (on) => {
    await on.query(statements.expectFewPairs)
    await on.query(statements.oneProcess)
    return readRange(on, range, places)
  })
}

/** Leaves what a double counts exactly, in a currency. A payment by itself never does. */
export function isTooMuch(flows: readonly Flow[]): boolean {
  const most = BigInt(Number.MAX_SAFE_INTEGER)
  return [...Map.groupBy(flows, (flow) => flow.currency).values()].some(
    (own) => own.reduce((sum, flow) => sum + flow.grossMinor, 0n) > most,
  )
}

/** The one with the highest number; undefined when there is none. */
export async function lastCommitted(on: Queryable): Promise<Committed | undefined> {
  const [row] = await on.query<{ id: string; number: number }>(statements.lastCommitted)
  return row === undefined ? undefined : { paymentId: row.id, number: row.number }
}

export async function readPlaces(on: Queryable, tenant: string): Promise<BankPlaces> {
  const [row] = await on.query<BankPlaces>(statements.bankPlaces, [tenant])
  return row ?? { places: '{}', banks: '{}' }
}

async function readRange(
  on: Queryable,
  { tenant, afterNumber, throughNumber }: NumberRange,
  { places, banks }: BankPlaces,
): Promise<FlowRange> {
  const range = [tenant, afterNumber, throughNumber, places, banks]
  const rows = await on.query<FlowRow>(statements.flowsInRange, range)
  return {
    flows: rows.map(toFlow),
    throughNumber:
      rows.length === 0 ? undefined : Math.max(...rows.map((row) => row.through_number)),
  }
}

function toFlow(row: FlowRow): Flow {
  const { debtor_bank: debtorBank, creditor_bank: creditorBank, currency, payments } = row
  if (debtorBank === null || creditorBank === null) {
    throw accountsWithoutBank(payments, row.through_number)
  }
  return { debtorBank, creditorBank, currency, payments, grossMinor: BigInt(row.gross_minor) }
}

interface FlowRow {
  readonly debtor_bank: string | null
  readonly creditor_bank: string | null
  readonly currency: string
  readonly payments: number
  readonly gross_minor: string
  readonly through_number: number
}
