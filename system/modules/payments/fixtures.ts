import type { Account } from './accounts.ts'
import { Accounts } from './accounts.ts'
import { BankDays } from './bank-days.ts'
import type { Circumstances } from './decision.ts'
import type { Converted, FxSnapshot, PaymentRules } from './needs.ts'
import type { Currency, PaymentOrder } from './schemas.ts'

/** Values for tests; every member can be replaced. */
export function anAccount(overrides: Partial<Account> = {}): Account {
  return {
    id: 1,
    number: 'ACC-1',
    bank: 'ENBXAEADXXX',
    currency: 'USD',
    internal: false,
    floorMinor: 0,
    dailyLimitMinor: 1_000_000,
    balanceMinor: 1_000,
    spentOn: '2026-01-01',
    spentMinor: 0,
    earlier: undefined,
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

/** Tenant "bank" with ACC-1 and ACC-2, and a pool of 1,000 in dollars and in euros. */
export function twoAccounts(
  first: Partial<Account> = {},
  second: Partial<Account> = {},
): { accounts: Accounts; debtor: Account; creditor: Account; pools: readonly [Account, Account] } {
  const debtor = anAccount(first)
  const creditor = anAccount({ id: 2, number: 'ACC-2', balanceMinor: 0, ...second })
  const internal = { bank: 'GATEWAY', internal: true, dailyLimitMinor: 0 }
  const pools = [
    anAccount({ id: 3, number: 'POOL-USD', ...internal }),
    anAccount({ id: 4, number: 'POOL-EUR', currency: 'EUR', ...internal }),
  ] as const
  const accounts = new Accounts()
  for (const account of [debtor, creditor, ...pools]) {
    accounts.put('bank', account)
  }
  return { accounts, debtor, creditor, pools }
}

const usdPerUnitE9 = {
  USD: 1_000_000_000n,
  AED: 272_294_000n,
  ILS: 270_000_000n,
  PKR: 3_600_000n,
  INR: 12_000_000n,
  EUR: 1_080_000_000n,
  GBP: 1_270_000_000n,
  SAR: 266_667_000n,
} as const

export const aSnapshot: FxSnapshot = { id: 42, usdPerUnitE9 }

/** As the product converts, without its short cuts. */
export function convertSlowly(
  amountMinor: number,
  from: Currency,
  to: Currency,
  snapshot: FxSnapshot,
): Converted {
  const usdE9 = BigInt(amountMinor) * snapshot.usdPerUnitE9[from]
  const rate = snapshot.usdPerUnitE9[to]
  return { creditedMinor: Number(usdE9 / rate), remainder: Number(usdE9 % rate) }
}

/** Banks always clear, nothing is reviewed, rates stand still. */
export function someRules(overrides: Partial<PaymentRules> = {}): PaymentRules {
  return {
    windows: { opensForBoth: (_debtorBic, _creditorBic, atMs) => atMs },
    review: { review: () => [] },
    quotes: { current: () => aSnapshot },
    convert: convertSlowly,
    ...overrides,
  }
}

/** 2026-01-02, a limit of 10,000 dollars a day for every bank. */
export function someCircumstances(
  accounts: Accounts,
  overrides: Partial<PaymentRules> = {},
): Circumstances {
  const bankDays = new BankDays({ dailyLimitUsdMinor: () => 1_000_000 })
  const day = '2026-01-02'
  bankDays.missing([], day)
  return {
    memory: { accounts, bankDays },
    rules: someRules(overrides),
    nowMs: Date.parse(day),
    day,
  }
}
