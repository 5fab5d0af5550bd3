import type { DomainError } from '../../platform/errors.ts'
import type { Account, Accounts } from './accounts.ts'
import { accountUnknown, balanceTooLarge, currencyMismatch, sameAccount } from './errors.ts'
import type { PaymentOrder, Rejection } from './schemas.ts'

/**
 * What is to become of a batch, decided in memory and in order; nothing outside is touched. Orders
 * that cannot be payments are refused, the others are settled or rejected, and what they do to each
 * account is added up, so that a busy account is written once however often it appears.
 */
export interface Decision<Item> {
  readonly decided: readonly Decided<Item>[]
  readonly refused: readonly { readonly item: Item; readonly error: DomainError }[]
  readonly changes: ReadonlyMap<Account, AccountChange>
}

export interface Decided<Item> {
  readonly item: Item
  readonly debtor: Account
  readonly creditor: Account
  readonly rejection: Rejection | undefined
}

export interface AccountChange {
  deltaMinor: number
  spentMinor: number
}

interface Orderable {
  readonly tenant: string
  readonly order: PaymentOrder
}

/** @param day the UTC day, ISO, against which daily limits count */
export function decide<Item extends Orderable>(
  items: readonly Item[],
  accounts: Accounts,
  day: string,
): Decision<Item> {
  const decided: Decided<Item>[] = []
  const refused: { item: Item; error: DomainError }[] = []
  const changes = new Map<Account, AccountChange>()
  for (const item of items) {
    const { order, tenant } = item
    const debtor = accounts.get(tenant, order.debtorAccount)
    const creditor = accounts.get(tenant, order.creditorAccount)
    const error = fault(order, debtor, creditor, changes)
    if (error !== undefined || debtor === undefined || creditor === undefined) {
      refused.push({ item, error: error ?? accountUnknown(order.debtorAccount) })
      continue
    }
    const rejection = reject(order.amountMinor, debtor, changes.get(debtor), day)
    decided.push({ item, debtor, creditor, rejection })
    if (rejection === undefined) {
      changeOf(changes, debtor).deltaMinor -= order.amountMinor
      changeOf(changes, debtor).spentMinor += order.amountMinor
      changeOf(changes, creditor).deltaMinor += order.amountMinor
    }
  }
  return { decided, refused, changes }
}

function fault(
  order: PaymentOrder,
  debtor: Account | undefined,
  creditor: Account | undefined,
  changes: ReadonlyMap<Account, AccountChange>,
): DomainError | undefined {
  if (debtor === undefined) {
    return accountUnknown(order.debtorAccount)
  }
  if (creditor === undefined) {
    return accountUnknown(order.creditorAccount)
  }
  if (debtor === creditor) {
    return sameAccount()
  }
  for (const account of [debtor, creditor]) {
    if (account.currency !== order.currency) {
      return currencyMismatch(account.number, account.currency, order.currency)
    }
  }
  const credited = creditor.balanceMinor + (changes.get(creditor)?.deltaMinor ?? 0)
  return Number.isSafeInteger(credited + order.amountMinor)
    ? undefined
    : balanceTooLarge(creditor.number)
}

function reject(
  amountMinor: number,
  debtor: Account,
  change: AccountChange | undefined,
  day: string,
): Rejection | undefined {
  if (debtor.balanceMinor + (change?.deltaMinor ?? 0) - amountMinor < debtor.floorMinor) {
    return 'insufficient-funds'
  }
  const spentMinor = spentOn(debtor, day) + (change?.spentMinor ?? 0)
  return spentMinor + amountMinor > debtor.dailyLimitMinor ? 'daily-limit-exceeded' : undefined
}

export function spentOn(account: Account, day: string): number {
  return account.spentOn === day ? account.spentMinor : 0
}

function changeOf(changes: Map<Account, AccountChange>, account: Account): AccountChange {
  let change = changes.get(account)
  if (change === undefined) {
    change = { deltaMinor: 0, spentMinor: 0 }
    changes.set(account, change)
  }
  return change
}

/** After the statement that carried the decision has been committed. */
export function apply(changes: ReadonlyMap<Account, AccountChange>, day: string): void {
  for (const [account, change] of changes) {
    account.spentMinor = spentOn(account, day) + change.spentMinor
    account.spentOn = day
    account.balanceMinor += change.deltaMinor
    account.version += 1
  }
}
