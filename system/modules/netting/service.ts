import type { Logger } from 'pino'
import { DependencyUnavailable, DomainError } from '../../platform/errors.ts'
import type { Database, Queryable } from '../../platform/postgres/database.ts'
import { tooManyClosings } from './errors.ts'
import { readFlows } from './flows.ts'
import type { NettingNeeds } from './needs.ts'
import { net } from './positions.ts'
import { settlementAccount } from './settlement-account.ts'
import * as store from './store.ts'
import type { MadeTransfer, OwedTransfer } from './store.ts'
import { planTransfers } from './transfers.ts'
import type { Mode } from './transfers.ts'

export interface NettingOptions {
  readonly database: Database
  readonly needs: NettingNeeds
  readonly nowMs: () => number
  readonly log: Logger
}

/**
 * Closings and settlements that wait for their turn or have it; each takes milliseconds, or a
 * second of a million payments.
 */
const waitingMost = 32

/** Settlement numbers netted before they are indexed: a hundredth of a second of work. */
const numbersPerIndexing = 10_000
/** Below Postgres' deadlock_timeout, at which a vacuum gives way to whoever waits for it. */
const vacuumWaitMs = 200

/**
 * Closes cycles and settles them. Closing is one transaction: positions and transfers are fixed,
 * the next cycle is open. Settling comes after and can be begun again at any point: transfers are
 * named by their cycle and banks, so that one that was made already is found and not made again.
 * One thing at a time in a process; between processes the open cycle's row lock decides.
 */
export class NettingService {
  readonly #options: NettingOptions
  #last: Promise<unknown> = Promise.resolve()
  #busy = 0
  #stopped = false
  /** Numbers that were netted since the index had all of them. */
  #notIndexed = 0

  constructor(options: NettingOptions) {
    this.#options = options
  }

  /** Closings and settlements that are waiting or under way. */
  get busy(): number {
    return this.#busy
  }

  /**
   * Closes the tenant's open cycle and settles it, as far as the lane answers; what is left is
   * settled by `settleClosed`.
   *
   * @param actor who asked for it, for the audit trail
   * @returns the cycle's id; undefined when there was nothing to net
   */
  async closeNow(tenant: string, mode: Mode, actor: string): Promise<number | undefined> {
    const id = await this.#inTurn(async () => {
      const closed = await this.#close(tenant, mode, actor)
      if (closed !== undefined) {
        await this.#settleOrReport({ id: closed, tenant })
      }
      return closed
    })
    if (this.#notIndexed >= numbersPerIndexing && !this.#stopped) {
      this.#notIndexed = 0
      // Nobody waits for it but the next closing, which has less to read then.
      void this.#inTurn(async () => this.#index()).catch(() => undefined)
    }
    return id
  }

  /**
   * One cycle of each tenant that has payments to net, and what earlier cycles still owe. A tenant
   * that is refused keeps no other from it.
   */
  async closeAll(mode: Mode, actor: string): Promise<void> {
    await this.settleClosed()
    for (const tenant of await store.tenantsWithAccounts(this.#options.database)) {
      if (this.#stopped) {
        return
      }
      await this.closeNow(tenant, mode, actor).catch((error: unknown) => {
        if (!(error instanceof DomainError) || error.kind !== 'conflict') throw error
        this.#options.log.warn({ err: error, tenant }, 'tenant not netted')
      })
    }
  }

  /** Goes on with cycles that a dead process, or one without a database, left closed. */
  async settleClosed(): Promise<void> {
    await this.#inTurn(async () => {
      for (const cycle of await store.closedCycles(this.#options.database)) {
        await this.#settleOrReport(cycle)
      }
    })
  }

  /** Begins with no other tenant, and waits for what is under way. */
  async stop(): Promise<void> {
    this.#stopped = true
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

  async #close(tenant: string, mode: Mode, actor: string): Promise<number | undefined> {
    const { database, needs } = this.#options
    return database.transaction(async (on) => {
      const at = this.#now()
      const cycle = await store.lockOpenCycle(on, tenant, at)
      if (cycle === undefined) {
        return undefined
      }
      const { flows, throughNumber } = await readFlows(on, tenant, cycle.afterNumber)
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
      this.#notIndexed += throughNumber - cycle.afterNumber
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

  /** What cannot be settled now stays closed and is tried again; the cycle itself is safe. */
  async #settleOrReport(cycle: store.ClosedCycle): Promise<void> {
    try {
      await this.#settle(cycle)
    } catch (error) {
      const level = error instanceof DependencyUnavailable ? 'debug' : 'warn'
      this.#options.log[level]({ err: error, cycle: cycle.id }, 'netting cycle not settled yet')
    }
  }

  async #settle({ id, tenant }: store.ClosedCycle): Promise<void> {
    const { database } = this.#options
    const owed = await store.owedTransfers(database, id)
    const outcomes = await Promise.allSettled(
      owed.map(async (transfer) => this.#transfer(id, tenant, transfer)),
    )
    const made = outcomes.flatMap((outcome) =>
      outcome.status === 'fulfilled' ? [outcome.value] : [],
    )
    await database.transaction(async (on) => this.#recordSettlement(on, { id, tenant }, made))
    const failed = outcomes.filter((outcome) => outcome.status === 'rejected')
    const refused = owed.filter((_, index) => wasRefused(outcomes[index]))
    if (refused.length > 0) {
      await store.countRefusals(database, id, refused)
    }
    if (failed.length > 0) {
      throw new AggregateError(
        failed.map(({ reason }): unknown => reason),
        `${failed.length} of ${owed.length} transfers of netting cycle ${id} were not made`,
      )
    }
  }

  async #recordSettlement(
    on: Queryable,
    { id, tenant }: store.ClosedCycle,
    made: readonly MadeTransfer[],
  ): Promise<void> {
    await store.recordTransfers(on, id, made)
    const payments = await store.settleCycle(on, id, this.#now())
    if (payments !== undefined) {
      await this.#options.needs.audit.append(on, {
        tenant,
        actor: 'netting',
        action: 'netting-cycle-settled',
        subject: String(id),
        details: { payments },
      })
    }
  }

  async #transfer(cycleId: number, tenant: string, owed: OwedTransfer): Promise<MadeTransfer> {
    const { currency, debtorBank, creditorBank, amountMinor, refused } = owed
    const { paymentId } = await this.#options.needs.transfers.transfer({
      key: `netting-${cycleId}-${currency}-${debtorBank}-${creditorBank}-${refused}`,
      tenant,
      debtorAccount: settlementAccount(debtorBank, currency),
      creditorAccount: settlementAccount(creditorBank, currency),
      amountMinor: Number(amountMinor),
      currency,
      reason: `netting cycle ${cycleId}`,
    })
    return { currency, debtorBank, creditorBank, amountMinor, paymentId }
  }

  /** What is left out, because a vacuum has the table or time is over, waits for a later one. */
  async #index(): Promise<void> {
    try {
      await store.indexNumbers(this.#options.database, vacuumWaitMs)
    } catch (error) {
      this.#options.log.debug({ err: error }, 'settlement numbers not indexed yet')
    }
  }

  #now(): string {
    return new Date(this.#options.nowMs()).toISOString()
  }
}

/** Recorded and refused: this attempt will never move money. */
function wasRefused(outcome: PromiseSettledResult<unknown> | undefined): boolean {
  return (
    outcome?.status === 'rejected' &&
    outcome.reason instanceof DomainError &&
    outcome.reason.kind === 'refused'
  )
}
