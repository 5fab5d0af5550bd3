import type { Account } from './accounts.ts'
import type { BankDay } from './bank-days.ts'

/**
 * What the settled payments of a batch do to accounts and to what banks have sent, added up, so
 * that a busy account is written once however often it appears.
 */
export interface Changes {
  readonly accounts: ReadonlyMap<Account, AccountChange>
  /** Cents of a dollar that a bank sends. */
  readonly banks: ReadonlyMap<BankDay, number>
}

export interface AccountChange {
  deltaMinor: number
  spentMinor: number
}

/** Changes while they are being made. */
export class ChangeSet implements Changes {
  readonly accounts = new Map<Account, AccountChange>()
  readonly banks = new Map<BankDay, number>()

  move(account: Account, amountMinor: number): AccountChange {
    let change = this.accounts.get(account)
    if (change === undefined) {
      change = { deltaMinor: 0, spentMinor: 0 }
      this.accounts.set(account, change)
    }
    change.deltaMinor += amountMinor
    return change
  }

  spend(bank: BankDay, usdMinor: number): void {
    this.banks.set(bank, (this.banks.get(bank) ?? 0) + usdMinor)
  }

  balanceOf(account: Account): number {
    return account.balanceMinor + (this.accounts.get(account)?.deltaMinor ?? 0)
  }

  spentBy(account: Account, day: string): number {
    return spentOn(account, day) + (this.accounts.get(account)?.spentMinor ?? 0)
  }

  sentBy(bank: BankDay): number {
    return bank.spentUsdMinor + (this.banks.get(bank) ?? 0)
  }
}

/**
 * Outgoing total of an account on a UTC day. Each day has its own, also when the clock goes back: a
 * day ahead neither uses up the limit of today nor makes forgotten what was sent before.
 *
 * @throws RangeError for a day before the account's latest that nobody has looked up
 */
export function spentOn(account: Account, day: string): number {
  if (account.spentOn <= day) {
    return account.spentOn === day ? account.spentMinor : 0
  }
  if (account.earlier?.day !== day) {
    throw new RangeError(
      `what account ${account.number} sent on ${day} is not known, expected it to be looked up`,
    )
  }
  return account.earlier.spentMinor
}

/** Whether what the account sent on that day has to be looked up first. */
export function lacksDay(account: Account, day: string): boolean {
  return account.spentOn > day && account.earlier?.day !== day
}

/** More was sent on that day; it moved then, even if that was nothing. */
export function addSpent(account: Account, day: string, spentMinor: number): void {
  if (account.spentOn <= day) {
    account.spentMinor = spentOn(account, day) + spentMinor
    account.spentOn = day
  } else if (spentMinor > 0) {
    account.earlier = { day, spentMinor: spentOn(account, day) + spentMinor }
  }
}
