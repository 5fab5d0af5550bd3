import { describe, expect, test } from 'vitest'
import { apply, decide } from './decision.ts'
import { anOrder, twoAccounts } from './fixtures.ts'
import type { PaymentOrder } from './schemas.ts'

const day = '2026-01-02'
const item = (overrides: Partial<PaymentOrder> = {}) => ({
  tenant: 'bank',
  order: anOrder(overrides),
})

describe('a batch is decided', () => {
  test('in order, each order seeing what those before it left', () => {
    const { accounts, debtor } = twoAccounts({ balanceMinor: 250 })
    const orders = [100, 100, 100, 50].map((amountMinor) => item({ amountMinor }))
    const { decided, changes } = decide(orders, accounts, day)
    expect(decided.map(({ rejection }) => rejection)).toEqual([
      undefined,
      undefined,
      'insufficient-funds',
      undefined,
    ])
    expect(changes.get(debtor)).toEqual({ deltaMinor: -250, spentMinor: 250 })
  })

  test('so that money received in the batch can be spent in it', () => {
    const { accounts } = twoAccounts({ balanceMinor: 100 }, { balanceMinor: 0 })
    const back = item({ debtorAccount: 'ACC-2', creditorAccount: 'ACC-1' })
    const { decided } = decide([item(), back], accounts, day)
    expect(decided.map(({ rejection }) => rejection)).toEqual([undefined, undefined])
  })

  test('with one change per account, adding up to nothing', () => {
    const { accounts, creditor } = twoAccounts()
    const { changes } = decide([item(), item(), item()], accounts, day)
    expect(changes.size).toBe(2)
    expect(changes.get(creditor)).toEqual({ deltaMinor: 300, spentMinor: 0 })
    expect([...changes.values()].reduce((sum, { deltaMinor }) => sum + deltaMinor, 0)).toBe(0)
  })

  test('and nothing outside the decision is touched', () => {
    const { accounts, debtor, creditor } = twoAccounts()
    const before = structuredClone([debtor, creditor])
    decide([item(), item({ amountMinor: 5_000 })], accounts, day)
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
    const { decided } = decide([item({ amountMinor: expected.amountMinor })], accounts, day)
    expect(decided[0]?.rejection).toBe(expected.rejection)
  })
})

describe('the daily limit', () => {
  test('counts what was spent today and in this batch', () => {
    const { accounts } = twoAccounts({ dailyLimitMinor: 300, spentOn: day, spentMinor: 150 })
    const { decided } = decide([item(), item(), item({ amountMinor: 50 })], accounts, day)
    expect(decided.map(({ rejection }) => rejection)).toEqual([
      undefined,
      'daily-limit-exceeded',
      undefined,
    ])
  })

  test('starts anew with the day', () => {
    const { accounts, debtor } = twoAccounts({
      dailyLimitMinor: 100,
      spentOn: '2026-01-01',
      spentMinor: 100,
    })
    const { decided, changes } = decide([item()], accounts, day)
    expect(decided[0]?.rejection).toBeUndefined()
    apply(changes, day)
    expect(debtor).toMatchObject({ spentOn: day, spentMinor: 100, balanceMinor: 900, version: 8 })
  })
})

describe('an order is refused, and leaves no trace,', () => {
  test.each([
    { title: 'from an unknown account', order: { debtorAccount: 'NO' }, code: 'account-unknown' },
    { title: 'to an unknown account', order: { creditorAccount: 'NO' }, code: 'account-unknown' },
    {
      title: 'in another currency',
      order: { currency: 'EUR' as const },
      code: 'currency-mismatch',
    },
  ])('$title', ({ order, code }) => {
    const { accounts } = twoAccounts()
    const { decided, refused, changes } = decide([item(order)], accounts, day)
    expect(refused.map(({ error }) => error.code)).toEqual([code])
    expect([decided.length, changes.size]).toEqual([0, 0])
  })

  test('of another tenant', () => {
    const { accounts } = twoAccounts()
    const { refused } = decide([{ tenant: 'other', order: anOrder() }], accounts, day)
    expect(refused.map(({ error }) => error.code)).toEqual(['account-unknown'])
  })

  test('when the creditor could no longer count its money exactly', () => {
    const { accounts } = twoAccounts({}, { balanceMinor: Number.MAX_SAFE_INTEGER - 50 })
    const { refused } = decide([item()], accounts, day)
    expect(refused.map(({ error }) => error.code)).toEqual(['balance-too-large'])
  })
})
