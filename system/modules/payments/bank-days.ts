import type { BankLimits } from './needs.ts'

/** What the accounts of one bank have sent in one UTC day, as it was last seen committed. */
export interface StoredBankDay {
  readonly tenant: string
  /** BIC. */
  readonly bank: string
  /** Cents of a dollar. */
  readonly spentUsdMinor: number
  readonly version: number
}

export interface BankDay extends Readonly<Pick<StoredBankDay, 'tenant' | 'bank'>> {
  readonly limitUsdMinor: number
  spentUsdMinor: number
  version: number
}

/** The days of banks to decide with: a copy, as `Accounts` are. One day at a time. */
export class BankDays {
  readonly #limits: BankLimits
  /** By tenant, then by bank. */
  readonly #days = new Map<string, Map<string, BankDay>>()
  readonly #known = new Set<string>()
  #day = ''

  constructor(limits: BankLimits) {
    this.#limits = limits
  }

  /**
   * Tenants of whose banks nothing is known on that day; what was known of another is forgotten.
   */
  missing(tenants: Iterable<string>, day: string): readonly string[] {
    if (day !== this.#day) {
      this.clear()
      this.#day = day
    }
    return [...new Set(tenants)].filter((tenant) => !this.#known.has(tenant))
  }

  /** All that is stored of these tenants' day; a bank that is not among it has sent nothing. */
  put(tenants: readonly string[], days: readonly StoredBankDay[]): void {
    for (const tenant of tenants) {
      this.#known.add(tenant)
    }
    for (const day of days) {
      this.#put(day)
    }
  }

  get(tenant: string, bank: string): BankDay {
    return (
      this.#days.get(tenant)?.get(bank) ?? this.#put({ tenant, bank, spentUsdMinor: 0, version: 0 })
    )
  }

  clear(): void {
    this.#days.clear()
    this.#known.clear()
  }

  #put(stored: StoredBankDay): BankDay {
    const day = { ...stored, limitUsdMinor: this.#limits.dailyLimitUsdMinor(stored.bank) }
    this.#days.getOrInsertComputed(stored.tenant, () => new Map()).set(stored.bank, day)
    return day
  }
}
