import { TenantMap } from './tenant-map.ts'

/** An account as the lane last saw it committed. */
export interface Account {
  readonly id: number
  readonly number: string
  readonly bank: string
  readonly currency: string
  readonly floorMinor: number
  readonly dailyLimitMinor: number
  balanceMinor: number
  /** UTC day, ISO. */
  spentOn: string
  spentMinor: number
  version: number
}

export interface AccountKey {
  readonly tenant: string
  readonly number: string
}

/** Far more than fit is a sign of a scan through numbers, not of work; then everything is forgotten. */
const mostAccounts = 200_000

/**
 * The accounts the lane decides with. It is a copy: the database holds the truth, and a statement that
 * was decided on an old copy changes nothing there.
 */
export class Accounts {
  readonly #accounts = new TenantMap<Account>()
  #size = 0

  get(tenant: string, number: string): Account | undefined {
    return this.#accounts.get(tenant, number)
  }

  put(tenant: string, account: Account): void {
    if (this.#size >= mostAccounts) {
      this.clear()
    }
    this.#accounts.set(tenant, account.number, account)
    this.#size += 1
  }

  clear(): void {
    this.#accounts.clear()
    this.#size = 0
  }
}
