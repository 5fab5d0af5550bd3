import { setTimeout as sleep } from 'node:timers/promises'
import type { Database, Queryable } from '../../platform/postgres/database.ts'
import { isTooMuch, readFlows, readPart } from './flows.ts'
import type { FlowRange } from './flows.ts'
import { indexNumbers } from './number-index.ts'
import type { IndexTools } from './number-index.ts'
import { addUp } from './positions.ts'
import * as statements from './statements.ts'
import { readOpenCycle } from './store.ts'

/** The beginning of a cycle, added up before it is closed. */
export interface Gathered extends FlowRange {
  /** The number after which the cycle begins. No two cycles of a tenant begin after the same. */
  readonly afterNumber: number
  /** All numbers up to it were looked at. */
  readonly readThroughNumber: number
}

export interface GatheringTools extends IndexTools {
  readonly numbersPerPart?: number
}

/** Some 60 ms of work. */
const numbersPerPart = 50_000
/** How much longer than a part takes the pause after it is. */
const pausePerWork = 4
/** Numbers that may be handed out and not be committed: of a few batches under way, or failed. */
const uncertainNumbers = 10_000

export function nothingGathered(afterNumber: number): Gathered {
  return { afterNumber, readThroughNumber: afterNumber, flows: [], throughNumber: undefined }
}

/**
 * Adds up the open cycle but for its last stretch, at a fifth of the time of one of Postgres'
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
    const startedMs = performance.now()
    const longer = await gatherPart(tools, tenant, gathered)
    if (longer === undefined) {
      break
    }
    gathered = longer
    const pauseMs = pausePerWork * (performance.now() - startedMs)
    await sleep(pauseMs, undefined, { signal: stopping }).catch(() => undefined)
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

/** @returns undefined when what is left is no whole part, or too much for one cycle */
async function gatherPart(
  tools: GatheringTools,
  tenant: string,
  gathered: Gathered,
): Promise<Gathered | undefined> {
  const { database } = tools
  const after = gathered.readThroughNumber
  const through = after + (tools.numbersPerPart ?? numbersPerPart)
  const surelyCommitted = (await lastNumber(database)) - uncertainNumbers
  if (surelyCommitted < through) {
    return undefined
  }
  // So that the part is found without a look at all that came since the last vacuum.
  await indexNumbers(tools)
  if (!(await isAnyAbove(database, surelyCommitted))) {
    return undefined
  }
  const part = await readPart(database, tenant, after, through)
  const flows = addUp([...gathered.flows, ...part.flows])
  if (isTooMuch(flows)) {
    return undefined
  }
  const throughNumber = part.throughNumber ?? gathered.throughNumber
  return { ...gathered, flows, throughNumber, readThroughNumber: through }
}

/** Handed out; whether it is committed is another question. */
async function lastNumber(database: Database): Promise<number> {
  const [row] = await database.query<{ last_value: number }>(statements.lastNumber)
  return row?.last_value ?? 0
}

/** Where a number is committed, all below it are that ever will be (migration 0040). */
async function isAnyAbove(database: Database, number: number): Promise<boolean> {
  const [row] = await database.query<{ number: number | null }>(statements.highestNumberAbove, [
    number,
  ])
  return (row?.number ?? null) !== null
}
