import type { Account } from './accounts.ts'
import type { Currency } from './schemas.ts'

/** As `accountColumns` of the statements have it. */
export type AccountRow = [
  tenant: string,
  id: number,
  number: string,
  bank: string,
  currency: Currency,
  internal: boolean,
  floorMinor: number,
  dailyLimitMinor: number,
  balanceMinor: number,
  spentOn: string,
  spentMinor: number,
  version: number,
]

export function toAccount(row: AccountRow): [string, Account] {
  const [tenant, id, number, bank, currency, internal, floorMinor, dailyLimitMinor, ...state] = row
  const [balanceMinor, spentOn, spentMinor, version] = state
  const fixed = { id, number, bank, currency, internal, floorMinor, dailyLimitMinor }
  return [tenant, { ...fixed, balanceMinor, spentOn, spentMinor, earlier: undefined, version }]
}
