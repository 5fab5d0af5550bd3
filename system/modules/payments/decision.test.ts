import { describe, expect, test } from 'vitest'
import type { Accounts } from './accounts.ts'
import { apply, decide } from './decision.ts'
import type { Decidable, Outcome } from './decision.ts'
import { anOrder, someCircumstances, twoAccounts } from './fixtures.ts'
import type { PaymentRules } from './needs.ts'
import type { PaymentOrder } from './schemas.ts'

const day = '2026-01-02'
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

describe('a batch is decided', () => {
  test('in order, each order seeing what those before it left', () => {
    const { accounts, debtor } = twoAccounts({ balanceMinor: 250 })
    const orders = [100, 100, 100, 50].map((amountMinor) => item({ amountMinor }))
    const { decided, changes } = decideWith(orders, accounts)
    expect(rejectionsOf(decided)).toEqual([undefined, undefined, 'insufficient-funds', undefined])
    expect(changes.accounts.get(debtor)).toEqual({ deltaMinor: -250, spentMinor: 250 })
  })

  test('so that money received in the batch can be spent in it', () => {
    const { accounts } = twoAccounts({ balanceMinor: 100 }, { balanceMinor: 0 })
    const back = item({ debtorAccount: 'ACC-2', creditorAccount: 'ACC-1' })
    const { decided } = decideWith([item(), back], accounts)
    expect(rejectionsOf(decided)).toEqual([undefined, undefined])
  })

  test('with one change per account, adding up to nothing', () => {
    const { accounts, creditor } = twoAccounts()
    const changes = decideWith([item(), item(), item()], accounts).changes.accounts
    expect(changes.size).toBe(2)
    expect(changes.get(creditor)).toEqual({ deltaMinor: 300, spentMinor: 0 })
    expect([...changes.values()].reduce((sum, { deltaMinor }) => sum + deltaMinor, 0)).toBe(0)
  })

  test('and nothing outside the decision is touched', () => {
    const { accounts, debtor, creditor } = twoAccounts()
    const before = structuredClone([debtor, creditor])
    decideWith([item(), item({ amountMinor: 5_000 })], accounts)
    expect([debtor, creditor]).toEqual(before)
  })
})

describe('the floor of an account', () => {
  test.each([
    { floorMinor: 0, amountMinor: 1_000, rejection: undefined },
    { floorMinor: 0, amountMinor: 1_001, rejection: 'insufficient-funds' },
    { floorMinor: -500, amountMinor: 1_500, rejection: undefined },
    { floorMinor: 200, amountMinor: 801, rejection: 'insufficient-funds' },
  ])('$floorMinor with 1,000 and an order over $amountMinor: $rejection', (expected) => {
    const { accounts } = twoAccounts({ floorMinor: expected.floorMinor })
    const { decided } = decideWith([item({ amountMinor: expected.amountMinor })], accounts)
    expect(rejectionsOf(decided)).toEqual([expected.rejection])
  })
})

describe('the daily limit', () => {
  test('counts what was spent today and in this batch', () => {
    const { accounts } = twoAccounts({ dailyLimitMinor: 300, spentOn: day, spentMinor: 150 })
    const { decided } = decideWith([item(), item(), item({ amountMinor: 50 })], accounts)
    expect(rejectionsOf(decided)).toEqual([undefined, 'daily-limit-exceeded', undefined])
  })

  test('starts anew with the day', () => {
    const { accounts, debtor } = twoAccounts({
      dailyLimitMinor: 100,
      spentOn: '2026-01-01',
      spentMinor: 100,
    })
    const { decided, changes } = decideWith([item()], accounts)
    expect(rejectionsOf(decided)).toEqual([undefined])
    apply(changes, day)
    expect(debtor).toMatchObject({ spentOn: day, spentMinor: 100, balanceMinor: 900, version: 8 })
  })
})

describe('when the clock has gone back to an earlier day', () => {
  const tomorrow = { dailyLimitMinor: 150, spentOn: '2026-01-03', spentMinor: 140 }

  test('what was sent on that day counts, and nothing of the later one', () => {
    const { accounts, debtor } = twoAccounts({ ...tomorrow, earlier: { day, spentMinor: 60 } })
    const { decided, changes } = decideWith([item(), item({ amountMinor: 90 })], accounts)
    expect(rejectionsOf(decided)).toEqual(['daily-limit-exceeded', undefined])
    apply(changes, day)
    expect(debtor).toMatchObject({ ...tomorrow, earlier: { day, spentMinor: 150 } })
  })

  test('an account that only receives keeps what it has of both days', () => {
    const { accounts, creditor } = twoAccounts({}, tomorrow)
    apply(decideWith([item()], accounts).changes, day)
    expect(creditor).toMatchObject({ ...tomorrow, earlier: undefined, balanceMinor: 100 })
  })

  test('a day that nobody has looked up decides nothing', () => {
    const { accounts } = twoAccounts(tomorrow)
    expect(() => decideWith([item()], accounts)).toThrow(/sent on 2026-01-02 is not known/)
  })
})

describe('the daily limit of a bank', () => {
  const limited = (accounts: Accounts) => {
    const circumstances = someCircumstances(accounts)
    const bankDay = circumstances.memory.bankDays.get('bank', 'ENBXAEADXXX')
    bankDay.spentUsdMinor = bankDay.limitUsdMinor - 200
    return { circumstances, bankDay }
  }

  test('counts what all its accounts sent, up to the cent', () => {
    const { accounts } = twoAccounts()
    const { circumstances, bankDay } = limited(accounts)
    const orders = [150, 51, 50].map((amountMinor) => item({ amountMinor }))
    const { decided, changes } = decide(orders, circumstances)
    expect(rejectionsOf(decided)).toEqual([undefined, 'bank-limit-exceeded', undefined])
    apply(changes, day)
    expect(bankDay).toMatchObject({ spentUsdMinor: bankDay.limitUsdMinor, version: 1 })
  })

  test('is counted in dollars', () => {
    const { accounts } = twoAccounts({ currency: 'EUR' }, { currency: 'EUR' })
    const { circumstances } = limited(accounts)
    const euros = (amountMinor: number) => item({ amountMinor, currency: 'EUR' })
    const { decided } = decide([euros(186), euros(185)], circumstances)
    // 200.88 dollars, then 199.80.
    expect(decided.map(({ terms }) => terms.usdMinor)).toEqual([200, 199])
    expect(rejectionsOf(decided)).toEqual([undefined, 'bank-limit-exceeded'])
  })
})

describe('an order is refused, and leaves no trace,', () => {
  test.each([
    { title: 'from an unknown account', order: { debtorAccount: 'NO' }, code: 'account-unknown' },
    { title: 'to an unknown account', order: { creditorAccount: 'NO' }, code: 'account-unknown' },
    {
      title: 'in a currency that the debtor has not',
      order: { currency: 'EUR' as const },
      code: 'currency-mismatch',
    },
    {
      title: "to an account of the gateway's own",
      order: { creditorAccount: 'POOL-USD' },
      code: 'account-internal',
    },
  ])('$title', ({ order, code }) => {
    const { accounts } = twoAccounts()
    const { decided, refused, changes } = decideWith([item(order)], accounts)
    expect(refused.map(({ error }) => error.code)).toEqual([code])
    expect([decided.length, changes.accounts.size, changes.banks.size]).toEqual([0, 0, 0])
  })

  test('of another tenant', () => {
    const { accounts } = twoAccounts()
    const { refused } = decideWith([{ ...item(), tenant: 'other' }], accounts)
    expect(refused.map(({ error }) => error.code)).toEqual(['account-unknown'])
  })

  test('when the creditor could no longer count its money exactly', () => {
    const { accounts } = twoAccounts({}, { balanceMinor: Number.MAX_SAFE_INTEGER - 50 })
    const { refused } = decideWith([item()], accounts)
    expect(refused.map(({ error }) => error.code)).toEqual(['balance-too-large'])
  })
})
