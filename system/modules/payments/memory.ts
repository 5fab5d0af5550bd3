import type { Account, AccountKey, Accounts } from './accounts.ts'
import { BankDays } from './bank-days.ts'
import { lacksDay } from './changes.ts'
import type { Decidable } from './decision.ts'
import type { BankLimits } from './needs.ts'
import type { PaymentStore } from './store.ts'
import { poolOf } from './terms.ts'

const preloadedAccounts = 50_000
/** Debtor, creditor, and the pools of both currencies. */
const accountsPerOrder = 4

/**
 * What the lane decides with: what it has last seen committed of accounts and of the days of banks.
 */
export class LaneMemory {
  readonly accounts: Accounts
  readonly bankDays: BankDays
  readonly #store: PaymentStore

  constructor(store: PaymentStore, limits: BankLimits, accounts: Accounts) {
    this.#store = store
    this.bankDays = new BankDays(limits)
    this.accounts = accounts
  }

  async preload(): Promise<void> {
    for (const [tenant, account] of await this.#store.firstAccounts(preloadedAccounts)) {
      this.accounts.put(tenant, account)
    }
  }

  async loadMissing(items: readonly Decidable[], day: string): Promise<void> {
    this.accounts.makeRoomFor(accountsPerOrder * items.length)
    const unknown = this.#unknown(items)
    if (unknown.length > 0) {
      await this.#load(unknown)
      // Which pools an item needs is known with its parties. Of these, some may not exist.
      await this.#load(items.flatMap((item) => this.#unknownPools(item)))
    }
    await this.#loadEarlierDays(items, day)
    await this.#loadBankDays(items, day)
  }

  /** What the items need, whether it is known or not: somebody else has changed it. */
  async reload(items: readonly Decidable[]): Promise<void> {
    this.bankDays.clear()
    await this.#load(
      items.flatMap((item) =>
        [...partiesOf(item), ...this.#poolsOf(item)].map((number) => ({
          tenant: item.tenant,
          number,
        })),
      ),
    )
  }

  forget(): void {
    this.accounts.clear()
    this.bankDays.clear()
  }

  /** One look at each party: for nearly every batch it is all there is to do. */
  #unknown(items: readonly Decidable[]): readonly AccountKey[] {
    const unknown: AccountKey[] = []
    for (const item of items) {
      const { tenant, order } = item
      const debtor = this.accounts.get(tenant, order.debtorAccount)
      const creditor = this.accounts.get(tenant, order.creditorAccount)
      if (debtor === undefined) {
        unknown.push({ tenant, number: order.debtorAccount })
      }
      if (creditor === undefined) {
        unknown.push({ tenant, number: order.creditorAccount })
      }
      if (debtor?.currency !== creditor?.currency) {
        unknown.push(...this.#unknownPools(item))
      }
    }
    return unknown
  }

  #unknownPools(item: Decidable): readonly AccountKey[] {
    const { tenant } = item
    return this.#poolsOf(item)
      .filter((number) => this.accounts.get(tenant, number) === undefined)
      .map((number) => ({ tenant, number }))
  }

  async #load(wanted: readonly AccountKey[]): Promise<void> {
    if (wanted.length === 0) {
      return
    }
    for (const [tenant, account] of await this.#store.findAccounts(wanted)) {
      this.accounts.put(tenant, account)
    }
  }

  #poolsOf({ tenant, order }: Decidable): readonly string[] {
    const debtor = this.accounts.get(tenant, order.debtorAccount)
    const creditor = this.accounts.get(tenant, order.creditorAccount)
    return debtor === undefined || creditor === undefined || debtor.currency === creditor.currency
      ? []
      : [poolOf(debtor.currency), poolOf(creditor.currency)]
  }

  /** Of debtors that have moved on a later day: the clock has gone back. */
  async #loadEarlierDays(items: readonly Decidable[], day: string): Promise<void> {
    const lacking = new Map<number, Account>()
    for (const { tenant, order } of items) {
      const debtor = this.accounts.get(tenant, order.debtorAccount)
      if (debtor !== undefined && lacksDay(debtor, day)) {
        lacking.set(debtor.id, debtor)
      }
    }
    if (lacking.size > 0) {
      const spent = await this.#store.spentOnDay([...lacking.keys()], day)
      for (const [id, account] of lacking) {
        account.earlier = { day, spentMinor: spent.get(id) ?? 0 }
      }
    }
  }

  async #loadBankDays(items: readonly Decidable[], day: string): Promise<void> {
    const tenants = this.bankDays.missing(
      items.map(({ tenant }) => tenant),
      day,
    )
    if (tenants.length > 0) {
      this.bankDays.put(tenants, await this.#store.bankDays(tenants, day))
    }
  }
}

function partiesOf({ order }: Decidable): readonly string[] {
  return [order.debtorAccount, order.creditorAccount]
}
