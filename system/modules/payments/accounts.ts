import { TenantMap } from './tenant-map.ts'
import type { Currency } from './schemas.ts'

/** An account as it was last seen committed. */
export interface Account {
  readonly id: number
  readonly number: string
  readonly bank: string
  readonly currency: Currency
  /** Of the gateway itself: no customer pays from or to it. */
  readonly internal: boolean
  readonly floorMinor: number
  readonly dailyLimitMinor: number
  balanceMinor: number
  /** The latest UTC day, ISO, on which it moved. */
  spentOn: string
  spentMinor: number
  /** What it sent on a day before that: looked up when the clock has gone back to it. */
  earlier: SpentDay | undefined
  version: number
}

export interface SpentDay {
  /** UTC, ISO. */
  readonly day: string
  readonly spentMinor: number
}

export interface AccountKey {
  readonly tenant: string
  readonly number: string
}

/**
 * More than that is a sign of a scan through numbers, not of work; then everything is forgotten.
 */
const accountsMost = 200_000

/**
 * The accounts to decide with. It is a copy: the database holds the truth, and a statement that
 * was decided on an old copy changes nothing there.
 */
export class Accounts {
  readonly #accounts = new TenantMap<Account>()
  readonly #most: number
  #size = 0

  constructor(most = accountsMost) {
    this.#most = most
  }

  get(tenant: string, number: string): Account | undefined {
    return this.#accounts.get(tenant, number)
  }

  put(tenant: string, account: Account): void {
    if (this.get(tenant, account.number) === undefined) {
      this.#size += 1
    }
    this.#accounts.set(tenant, account.number, account)
  }

  /**
   * Called before a batch looks for what it lacks, and at no other time: forgetting in the midst of
   * loading would take away accounts that the batch has just been given.
   */
  makeRoomFor(count: number): void {
    if (this.#size + count > this.#most) {
      this.clear()
    }
  }

  clear(): void {
    this.#accounts.clear()
    this.#size = 0
  }
}
