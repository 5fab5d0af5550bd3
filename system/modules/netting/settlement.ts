import { DependencyUnavailable, DomainError } from '../../platform/errors.ts'
import type { Queryable } from '../../platform/postgres/database.ts'
import type { NettingOptions } from './options.ts'
import { settlementAccount } from './settlement-account.ts'
import * as store from './store.ts'
import type { MadeTransfer, OwedTransfer } from './store.ts'

/**
 * Makes the transfers of closed cycles. It can be begun again at any point: transfers are named by
 * their cycle and banks, so that one that was made already is found and not made again.
 */
export class CycleSettlement {
  readonly #options: NettingOptions

  constructor(options: NettingOptions) {
    this.#options = options
  }

  /** What cannot be settled now stays closed and is tried again; the cycle itself is safe. */
  async settleOrReport(cycle: store.ClosedCycle): Promise<void> {
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
    const payments = await store.settleCycle(on, id, new Date(this.#options.nowMs()).toISOString())
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
}

/** Recorded and refused: this attempt will never move money. */
function wasRefused(outcome: PromiseSettledResult<unknown> | undefined): boolean {
  return (
    outcome?.status === 'rejected' &&
    outcome.reason instanceof DomainError &&
    outcome.reason.kind === 'refused'
  )
}
