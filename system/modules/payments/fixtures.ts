import type { Account } from './accounts.ts'
import { Accounts } from './accounts.ts'
import type { PaymentOrder } from './schemas.ts'

/** Values for tests; every member can be replaced. */
export function anAccount(overrides: Partial<Account> = {}): Account {
  return {
    id: 1,
    number: 'ACC-1',
    bank: 'ENBXAEADXXX',
    currency: 'USD',
    floorMinor: 0,
    dailyLimitMinor: 1_000_000,
    balanceMinor: 1_000,
    spentOn: '2026-01-01',
    spentMinor: 0,
    version: 7,
    ...overrides,
  }
}

export function anOrder(overrides: Partial<PaymentOrder> = {}): PaymentOrder {
  return {
    debtorAccount: 'ACC-1',
    creditorAccount: 'ACC-2',
    amountMinor: 100,
    currency: 'USD',
    ...overrides,
  }
}

/** Tenant "bank" with ACC-1 and ACC-2. */
export function twoAccounts(
  first: Partial<Account> = {},
  second: Partial<Account> = {},
): { accounts: Accounts; debtor: Account; creditor: Account } {
  const debtor = anAccount(first)
  const creditor = anAccount({ id: 2, number: 'ACC-2', balanceMinor: 0, ...second })
  const accounts = new Accounts()
  accounts.put('bank', debtor)
  accounts.put('bank', creditor)
  return { accounts, debtor, creditor }
}
