import { describe, expect, test } from 'vitest'
import { DomainError } from '../../platform/errors.ts'
import type { Accounts } from './accounts.ts'
import { decide } from './decision.ts'
import type { Decidable, Outcome } from './decision.ts'
import { anAccount, anOrder, aSnapshot, someCircumstances, twoAccounts } from './fixtures.ts'
import type { PaymentRules } from './needs.ts'
import type { PaymentOrder } from './schemas.ts'

const item = (overrides: Partial<PaymentOrder> = {}): Decidable => ({
  tenant: 'bank',
  kind: 'payment',
  order: anOrder(overrides),
})
const decideWith = (
  items: readonly Decidable[],
  accounts: Accounts,
  rules: Partial<PaymentRules> = {},
) => decide(items, someCircumstances(accounts, rules))

/** What an order was rejected for; undefined when it was not. */
const rejectionsOf = (decided: readonly { readonly outcome: Outcome }[]) =>
  decided.map(({ outcome }) => (outcome.status === 'rejected' ? outcome.rejection : undefined))

describe('between two currencies', () => {
  const euros = { currency: 'EUR' } as const

  test('the pools stand in the middle, and each currency adds up to nothing', () => {
    const { accounts, debtor, creditor, pools } = twoAccounts({}, euros)
    const { decided, changes } = decideWith([item()], accounts)
    expect(decided[0]).toMatchObject({
      outcome: { status: 'settled' },
      terms: {
        fxRateId: aSnapshot.id,
        usdMinor: 100,
        exchange: { creditedMinor: 92, remainder: 640_000_000 },
      },
    })
    const moved = [debtor, pools[0], pools[1], creditor].map(
      (account) => changes.accounts.get(account)?.deltaMinor,
    )
    expect(moved).toEqual([-100, 100, -92, 92])
  })

  test('nothing is lost by rounding: the remainder is what the pool keeps', () => {
    const { accounts } = twoAccounts({}, euros)
    const { decided } = decideWith([item({ amountMinor: 99 })], accounts)
    const { creditedMinor = 0, remainder = 0 } = decided[0]?.terms.exchange ?? {}
    const { USD, EUR } = aSnapshot.usdPerUnitE9
    expect(BigInt(creditedMinor) * EUR + BigInt(remainder)).toBe(99n * USD)
  })

  test('a pool that does not cover it rejects the payment', () => {
    const { accounts, pools } = twoAccounts({}, euros)
    pools[1].balanceMinor = 91
    const { decided } = decideWith([item(), item({ amountMinor: 98 })], accounts)
    expect(rejectionsOf(decided)).toEqual(['insufficient-liquidity', undefined])
  })

  test('less than a unit of the other currency is refused', () => {
    const { accounts } = twoAccounts({}, euros)
    const { refused } = decideWith([item({ amountMinor: 1 })], accounts)
    expect(refused.map(({ error }) => error.code)).toEqual(['amount-too-small'])
  })
})

describe('while there are no rates', () => {
  const quotes = {
    current: () => {
      throw new DomainError('unavailable', 'fx-rates-stale', 'too old')
    },
  }

  test('what needs one is refused for now, and dollars go on', () => {
    const { accounts } = twoAccounts({}, {})
    accounts.put('bank', anAccount({ id: 5, number: 'ACC-EUR', currency: 'EUR' }))
    const orders = [item(), item({ creditorAccount: 'ACC-EUR' }), item()]
    const { decided, refused } = decideWith(orders, accounts, { quotes })
    expect(decided.map(({ outcome, terms }) => [outcome.status, terms])).toEqual(
      Array(2).fill(['settled', { usdMinor: 100, fxRateId: undefined, exchange: undefined }]),
    )
    expect(refused.map(({ error }) => error.code)).toEqual(['fx-rates-stale'])
  })

  test('what was held is settled on the terms that it was accepted on', () => {
    const { accounts } = twoAccounts({}, { currency: 'EUR' })
    const exchange = { creditedMinor: 95, remainder: 7 }
    const held = { as: 'queued' as const, terms: { usdMinor: 101, fxRateId: 3, exchange } }
    const { decided } = decideWith([{ ...item(), held }], accounts, { quotes })
    expect(decided.map(({ outcome }) => outcome.status)).toEqual(['settled'])
  })
})

describe('a payment is held', () => {
  const later = Date.parse('2026-01-02T09:00:00Z')

  test('until both banks clear, and moves nothing', () => {
    const { accounts } = twoAccounts()
    const windows = { opensForBoth: () => later }
    const { decided, changes } = decideWith([item()], accounts, { windows })
    expect(decided[0]?.outcome).toEqual({ status: 'queued', releaseAtMs: later })
    expect([changes.accounts.size, changes.banks.size]).toEqual([0, 0])
  })

  test('for review by day and by night, and is shown to the rules once', () => {
    const { accounts } = twoAccounts()
    const seen: number[] = []
    const review = {
      review: ({ usdMinor }: { usdMinor: number }) => {
        seen.push(usdMinor)
        return ['large-amount']
      },
    }
    const order = item()
    const rules = { review, windows: { opensForBoth: () => later } }
    for (const { decided } of [
      decideWith([order], accounts, rules),
      decideWith([order], accounts, rules),
    ]) {
      expect(decided[0]?.outcome).toEqual({ status: 'in-review', reasons: ['large-amount'] })
    }
    expect(seen).toEqual([100])
  })

  test('no longer when it was held before: it is settled on the terms that it was accepted on', () => {
    const { accounts, creditor } = twoAccounts({}, { currency: 'EUR' })
    const exchange = { creditedMinor: 95, remainder: 7 }
    const terms = { usdMinor: 101, fxRateId: 3, exchange }
    const review = { review: () => ['large-amount'] }
    const held = { ...item(), held: { as: 'in-review' as const, terms } }
    const { decided, changes } = decideWith([held], accounts, { review })
    expect(decided[0]).toMatchObject({ outcome: { status: 'settled' }, terms })
    expect(changes.accounts.get(creditor)?.deltaMinor).toBe(95)
  })
})

describe('a transfer', () => {
  const transfer = (overrides: Partial<PaymentOrder> = {}): Decidable => ({
    ...item({ debtorAccount: 'POOL-USD', ...overrides }),
    kind: 'transfer',
  })

  test('knows no window, limit or review', () => {
    const { accounts } = twoAccounts()
    const rules = {
      windows: { opensForBoth: () => Number.POSITIVE_INFINITY },
      review: { review: () => ['large-amount'] },
    }
    const { decided, changes } = decideWith([transfer()], accounts, rules)
    expect(decided.map(({ outcome }) => outcome.status)).toEqual(['settled'])
    expect(changes.banks.size).toBe(0)
  })

  test('is rejected when it is not covered', () => {
    const { accounts } = twoAccounts()
    const { decided } = decideWith([transfer({ amountMinor: 1_001 })], accounts)
    expect(rejectionsOf(decided)).toEqual(['insufficient-funds'])
  })

  test('stays in one currency', () => {
    const { accounts } = twoAccounts()
    const { refused } = decideWith([transfer({ creditorAccount: 'POOL-EUR' })], accounts)
    expect(refused.map(({ error }) => error.code)).toEqual(['currency-mismatch'])
  })
})
