import { setTimeout as sleep } from 'node:timers/promises'
import { busySinceLastCall } from '../../platform/pace/busy.ts'
import { quietShare } from '../../platform/pace/pace.ts'
import type { Database, Queryable } from '../../platform/postgres/database.ts'
import { isTooMuch, lastCommitted, readFlows, readPart, readPlaces } from './flows.ts'
import type { Committed, FlowRange, NumberRange } from './flows.ts'
import { addUp } from './positions.ts'
import * as statements from './statements.ts'
import { readOpenCycle } from './store.ts'

/** The beginning of a cycle, added up before it is closed. */
export interface Gathered extends FlowRange {
  /** The number after which the cycle begins. No two cycles of a tenant begin after the same. */
  readonly afterNumber: number
  /** All numbers up to it were looked at. */
  readonly readThroughNumber: number
  /** A payment with a number no lower than that: as long as it is there, so are all before it. */
  readonly witness: Committed | undefined
}

export interface GatheringTools {
  readonly database: Database
  readonly numbersPerPart?: number
}

/** Some 15 ms of work, as long as the tenant has some thousand accounts. */
const defaultNumbersPerPart = 10_000
/**
 * How many times as long as a part the pause after it is, by the share of its time in which this
 * thread has work: while it has enough of it, nobody waits for the machine.
 */
const pausePerWork = (busy: number): number => (busy < quietShare ? 1 : 9)
/** Each goes over what came during the one before: less, or payments come as fast as it reads. */
const passesMost = 3

export function nothingGathered(afterNumber: number): Gathered {
  return {
    afterNumber,
    readThroughNumber: afterNumber,
    flows: [],
    throughNumber: undefined,
    witness: undefined,
  }
}

/**
 * Adds up open cycles but for their last stretch. On a busy machine it takes a tenth of the time of
 * one of Postgres' processes: payments that go on meanwhile hardly notice. In one statement two
 * million payments take all of the machine for seconds. What was added up is kept for the next
 * time, so that a tenant that has nothing to net is not gone over from its beginning again.
 */
export class CycleGathering {
  readonly #tools: GatheringTools
  readonly #known = new Map<string, Gathered>()
  readonly #busy = busySinceLastCall()

  constructor(tools: GatheringTools) {
    this.#tools = tools
  }

  /**
   * @param stopping ends it early, with what there is by then
   * @throws DomainError account-without-bank
   */
  async gather(tenant: string, stopping: AbortSignal): Promise<Gathered> {
    for (let pass = 0; pass < passesMost && !stopping.aborted; pass += 1) {
      if (!(await this.#goOver(tenant, stopping))) {
        break
      }
    }
    return this.#known.get(tenant) ?? nothingGathered(0)
  }

  /** @returns whether there is another part of what was committed when it began */
  async #goOver(tenant: string, stopping: AbortSignal): Promise<boolean> {
    const { database, numbersPerPart = defaultNumbersPerPart } = this.#tools
    const witness = await lastCommitted(database)
    // After that payment, so that what is kept was there when it was, and accounts of all up to it
    // are.
    const before = await this.#stillTrue(tenant)
    const places = await readPlaces(database, tenant)
    let gathered: Gathered = { ...before, witness }
    this.#known.set(tenant, gathered)
    let throughNumber = gathered.readThroughNumber + numbersPerPart
    for (; throughNumber <= (witness?.number ?? 0); throughNumber += numbersPerPart) {
      const startedMs = performance.now()
      const range = { tenant, afterNumber: gathered.readThroughNumber, throughNumber }
      const longer = withPart(gathered, range, await readPart(database, range, places))
      if (isTooMuch(longer.flows)) {
        return false
      }
      gathered = longer
      this.#known.set(tenant, gathered)
      const pauseMs = pausePerWork(this.#busy()) * (performance.now() - startedMs)
      await sleep(pauseMs, undefined, { signal: stopping }).catch(() => undefined)
      if (stopping.aborted) {
        return false
      }
    }
    return gathered.readThroughNumber > before.readThroughNumber
  }

  /** What is known of the cycle that is open now. */
  async #stillTrue(tenant: string): Promise<Gathered> {
    const { database } = this.#tools
    const cycle = await readOpenCycle(database, tenant)
    return forCycle(database, this.#known.get(tenant), cycle?.afterNumber ?? 0)
  }
}

/**
 * What was gathered, or nothing where it is of another cycle, or of payments that a server has lost
 * since: one that was promoted and lagged behind gives their numbers to others.
 */
export async function forCycle(
  on: Queryable,
  gathered: Gathered | undefined,
  afterNumber: number,
): Promise<Gathered> {
  if (gathered?.afterNumber !== afterNumber) {
    return nothingGathered(afterNumber)
  }
  const { witness } = gathered
  if (witness === undefined) {
    return gathered
  }
  const found = await on.query(statements.findNumber, [witness.number, witness.paymentId])
  return found.length > 0 ? gathered : nothingGathered(afterNumber)
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

function withPart(before: Gathered, range: NumberRange, part: FlowRange): Gathered {
  return {
    ...before,
    readThroughNumber: range.throughNumber,
    flows: addUp([...before.flows, ...part.flows]),
    throughNumber: part.throughNumber ?? before.throughNumber,
  }
}
