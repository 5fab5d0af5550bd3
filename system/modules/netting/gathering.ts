import { setTimeout as sleep } from 'node:timers/promises'
import type { Database, Queryable } from '../../platform/postgres/database.ts'
import { highestNumber, isTooMuch, readFlows, readPart, readPlaces } from './flows.ts'
import type { FlowRange, NumberRange } from './flows.ts'
import { addUp } from './positions.ts'
import { readOpenCycle } from './store.ts'

/** The beginning of a cycle, added up before it is closed. */
export interface Gathered extends FlowRange {
  /** The number after which the cycle begins. No two cycles of a tenant begin after the same. */
  readonly afterNumber: number
  /** All numbers up to it were looked at. */
  readonly readThroughNumber: number
}

export interface GatheringTools {
  readonly database: Database
  readonly numbersPerPart?: number
}

/** Some 15 ms of work. */
const defaultNumbersPerPart = 10_000
/** How much longer than a part takes the pause after it is. */
const pausePerWork = 9

export function nothingGathered(afterNumber: number): Gathered {
  return { afterNumber, readThroughNumber: afterNumber, flows: [], throughNumber: undefined }
}

/**
 * Adds up the open cycle but for its last stretch, at a tenth of the time of one of Postgres'
 * processes: payments that go on meanwhile hardly notice. In one statement the payments of five
 * busy minutes take all of the machine for seconds, and more numbers than that are not read within
 * the statements' timeout.
 *
 * @param stopping ends it early, with what there is by then
 * @throws DomainError account-without-bank
 */
export async function gatherFlows(
  tools: GatheringTools,
  tenant: string,
  stopping: AbortSignal,
): Promise<Gathered> {
  const cycle = await readOpenCycle(tools.database, tenant)
  let gathered = nothingGathered(cycle?.afterNumber ?? 0)
  while (!stopping.aborted) {
    const longer = await gatherCommitted(tools, tenant, gathered, stopping)
    if (longer === gathered) {
      break
    }
    gathered = longer
  }
  return gathered
}

/**
 * What was gathered and all that has come since; without the latter where their sum leaves what a
 * double counts exactly.
 *
 * @param on the transaction that has the cycle locked
 */
export async function readRest(
  on: Queryable,
  tenant: string,
  gathered: Gathered,
): Promise<FlowRange> {
  const rest = await readFlows(on, tenant, gathered.readThroughNumber)
  const flows = addUp([...gathered.flows, ...rest.flows])
  return rest.throughNumber === undefined || isTooMuch(flows)
    ? gathered
    : { flows, throughNumber: rest.throughNumber }
}

/** @returns what it was given when no whole part is left, or the next would be too much */
async function gatherCommitted(
  { database, numbersPerPart = defaultNumbersPerPart }: GatheringTools,
  tenant: string,
  before: Gathered,
  stopping: AbortSignal,
): Promise<Gathered> {
  const committed = await highestNumber(database)
  // After that number, so that the account of each payment up to it is among them.
  const places = await readPlaces(database, tenant)
  let gathered = before
  let throughNumber = before.readThroughNumber + numbersPerPart
  for (; throughNumber <= committed && !stopping.aborted; throughNumber += numbersPerPart) {
    const startedMs = performance.now()
    const range = { tenant, afterNumber: gathered.readThroughNumber, throughNumber }
    const longer = withPart(gathered, range, await readPart(database, range, places))
    if (isTooMuch(longer.flows)) {
      break
    }
    gathered = longer
    const pauseMs = pausePerWork * (performance.now() - startedMs)
    await sleep(pauseMs, undefined, { signal: stopping }).catch(() => undefined)
  }
  return gathered
}

function withPart(before: Gathered, range: NumberRange, part: FlowRange): Gathered {
  return {
    ...before,
    readThroughNumber: range.throughNumber,
    flows: addUp([...before.flows, ...part.flows]),
    throughNumber: part.throughNumber ?? before.throughNumber,
  }
}
