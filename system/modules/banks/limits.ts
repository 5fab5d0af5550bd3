import { banks } from './banks.ts'
import type { Bank } from './banks.ts'

export interface BankLimits {
  /** What the accounts of a bank may send in a UTC day, all together, in cents of a dollar. */
  dailyLimitUsdMinor(bic: string): number
}

export function createBankLimits(
  of: readonly Pick<Bank, 'bic' | 'dailyLimitUsdMinor'>[] = banks,
): BankLimits {
  const limits = new Map(of.map(({ bic, dailyLimitUsdMinor }) => [bic, dailyLimitUsdMinor]))
  return {
    dailyLimitUsdMinor(bic) {
      const limit = limits.get(bic)
      if (limit === undefined) {
        const known = [...limits.keys()].join(', ')
        throw new RangeError(`no bank has the BIC ${bic}, expected one of ${known}`)
      }
      return limit
    },
  }
}
