import { DomainError } from '../../platform/errors.ts'
import { tooManyClosings } from './errors.ts'
import { CycleGathering, forCycle, readRest } from './gathering.ts'
import type { Gathered } from './gathering.ts'
import type { NettingOptions } from './options.ts'
import { net } from './positions.ts'
import { CycleSettlement } from './settlement.ts'
import * as store from './store.ts'
import { planTransfers } from './transfers.ts'
import type { Mode } from './transfers.ts'

/**
 * Closings and settlements that wait for their turn or have it; each takes milliseconds, or a
 * second of a million payments.
 */
const waitingMost = 32

interface ClosingOrder {
  readonly tenant: string
  readonly mode: Mode
  /** Who asked for it, for the audit trail. */
  readonly actor: string
}

/**
 * Closes cycles and settles them. Closing is one transaction: positions and transfers are fixed,
 * the next cycle is open. Settling comes after. One closing or settlement at a time in a process;
 * between processes the open cycle's row lock decides.
 */
export class NettingService {
  readonly #options: NettingOptions
  readonly #settlement: CycleSettlement
  readonly #gathering: CycleGathering
  readonly #stopping = new AbortController()
  #last: Promise<unknown> = Promise.resolve()
  #busy = 0
  #lastRound: Promise<unknown> = Promise.resolve()
  #rounds = 0

  constructor(options: NettingOptions) {
    this.#options = options
    this.#settlement = new CycleSettlement(options)
    this.#gathering = new CycleGathering(options)
  }

  /** Closings and settlements that are waiting or under way. */
  get busy(): number {
    return this.#busy
  }

  /** Of all tenants. What a round adds up before it closes a cycle changes nothing yet. */
  get rounds(): number {
    return this.#rounds
  }

  /**
   * Closes the tenant's open cycle and settles it, as far as the lane answers; what is left is
   * settled by `settleClosed`.
   *
   * @param actor who asked for it, for the audit trail
   * @returns the cycle's id; undefined when there was nothing to net
   */
  async closeNow(tenant: string, mode: Mode, actor: string): Promise<number | undefined> {
    return this.#closeAndSettle({ tenant, mode, actor })
  }

  /**
   * One cycle of each tenant that has payments to net, and what earlier cycles still owe. Nobody
   * waits for it, so it takes its time. A tenant that is refused keeps no other from it.
   */
  async closeAll(mode: Mode, actor: string): Promise<void> {
    this.#rounds += 1
    const round = this.#closeEach(mode, actor).finally(() => {
      this.#rounds -= 1
    })
    this.#lastRound = Promise.allSettled([this.#lastRound, round])
    return round
  }

  /** Goes on with cycles that a dead process, or one without a database, left closed. */
  async settleClosed(): Promise<void> {
    await this.#inTurn(async () => {
      for (const cycle of await store.closedCycles(this.#options.database)) {
        await this.#settlement.settleOrReport(cycle)
      }
    })
  }

  /** Begins with no other tenant, and waits for what is under way. */
  async stop(): Promise<void> {
    this.#stopping.abort()
    await this.#lastRound
    await this.#last
  }

  /** @throws DomainError overloaded, when too many wait already */
  async #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#busy >= waitingMost) {
      throw tooManyClosings()
    }
    this.#busy += 1
    const turn = this.#last.then(work).finally(() => {
      this.#busy -= 1
    })
    this.#last = turn.catch(() => undefined)
    return turn
  }

  async #closeEach(mode: Mode, actor: string): Promise<void> {
    await this.settleClosed()
    for (const tenant of await store.tenantsWithAccounts(this.#options.database)) {
      if (this.#stopping.signal.aborted) {
        return
      }
      await this.#gatherAndClose({ tenant, mode, actor }).catch((error: unknown) => {
        if (!(error instanceof DomainError) || error.kind !== 'conflict') throw error
        this.#options.log.warn({ err: error, tenant }, 'tenant not netted')
      })
    }
  }

  async #gatherAndClose(order: ClosingOrder): Promise<void> {
    const { signal } = this.#stopping
    const gathered = await this.#gathering.gather(order.tenant, signal)
    if (!signal.aborted) {
      await this.#closeAndSettle(order, gathered)
    }
  }

  async #closeAndSettle(order: ClosingOrder, gathered?: Gathered): Promise<number | undefined> {
    return this.#inTurn(async () => {
      const closed = await this.#close(order, gathered)
      if (closed !== undefined) {
        await this.#settlement.settleOrReport({ id: closed, tenant: order.tenant })
      }
      return closed
    })
  }

  /** Goes by the table, and by what was gathered as far as that still is true. */
  async #close(order: ClosingOrder, gathered?: Gathered): Promise<number | undefined> {
    const { database, needs } = this.#options
    const { tenant, mode, actor } = order
    return database.transaction(async (on) => {
      const at = new Date(this.#options.nowMs()).toISOString()
      const cycle = await store.lockOpenCycle(on, tenant, at)
      if (cycle === undefined) {
        return undefined
      }
      const known = await forCycle(on, gathered, cycle.afterNumber)
      const { flows, throughNumber } = await readRest(on, tenant, known)
      if (throughNumber === undefined) {
        return undefined
      }
      const { totals, positions } = net(flows)
      const transfers = planTransfers(positions, mode)
      const payments = flows.reduce((sum, flow) => sum + flow.payments, 0)
      const closing = {
        cycle,
        tenant,
        mode,
        throughNumber,
        payments,
        totals,
        positions,
        transfers,
        at,
      }
      await store.writeClosing(on, closing)
      await needs.audit.append(on, {
        tenant,
        actor,
        action: 'netting-cycle-closed',
        subject: String(cycle.id),
        details: { mode, payments, transfers: transfers.length },
      })
      return cycle.id
    })
  }
}
