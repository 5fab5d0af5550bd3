import { expect, test } from 'vitest'
import type { PaymentFacts } from './facts.ts'
import { createReviewRules } from './rules.ts'
import type { ReviewRules } from './rules.ts'

const policy = {
  amountUsdMinor: 1_000_000,
  newPairUsdMinor: 500_000,
  velocityMax: 3,
  velocityWindowMs: 60_000,
}

const startMs = Date.parse('2026-01-07T09:00:00Z')

const usual: PaymentFacts = {
  tenant: 'interbank',
  debtorAccount: 'ACC-000001',
  creditorAccount: 'ACC-000002',
  usdMinor: 1_000,
  reference: 'invoice 4711',
  atMs: startMs,
}

/** Rules that know their list, which is empty. */
function someRules(): ReviewRules {
  const rules = createReviewRules(policy)
  rules.screenBy({ accounts: [], names: [] })
  return rules
}

test('a usual payment is not held', () => {
  expect(someRules().review(usual)).toEqual([])
})

test('until the first list is known no payment passes, and none is counted', () => {
  const rules = createReviewRules(policy)
  for (let time = 0; time <= policy.velocityMax; time += 1) {
    expect(() => rules.review(usual)).toThrow(
      expect.objectContaining({ kind: 'unavailable', code: 'sanctions-list-missing' }),
    )
  }
  rules.screenBy({ accounts: [], names: [] })
  expect(rules.review({ ...usual, usdMinor: 600_000 })).toEqual(['unusual-pair'])
})

test('an amount is held from the limit on', () => {
  const rules = someRules()
  rules.review(usual)
  expect(rules.review({ ...usual, usdMinor: 999_999 })).toEqual([])
  expect(rules.review({ ...usual, usdMinor: 1_000_000 })).toEqual(['large-amount'])
})

test('an account that pays more often than its limit within the window is held until it has slowed down', () => {
  const rules = someRules()
  const at = (second: number) => rules.review({ ...usual, atMs: startMs + second * 1_000 })
  expect([0, 10, 20, 30].map(at)).toEqual([[], [], [], ['velocity']])
  expect(rules.review({ ...usual, debtorAccount: 'ACC-000003' })).toEqual([])
  expect(rules.review({ ...usual, tenant: 'other' })).toEqual([])
  expect(at(100)).toEqual([])
})

test('much money between two that are new to each other is held until it is approved', () => {
  const rules = someRules()
  const much = { ...usual, usdMinor: 600_000 }
  expect(rules.review(much)).toEqual(['unusual-pair'])
  expect(rules.review(much)).toEqual(['unusual-pair'])
  rules.approved(much.tenant, much.debtorAccount, much.creditorAccount)
  expect(rules.review(much)).toEqual([])
  const back = { debtorAccount: much.creditorAccount, creditorAccount: much.debtorAccount }
  expect(rules.review({ ...much, ...back })).toEqual(['unusual-pair'])
})

test('a small payment makes a pair a usual one', () => {
  const rules = someRules()
  rules.review(usual)
  expect(rules.review({ ...usual, usdMinor: 600_000 })).toEqual([])
})

test('either account and the reference are screened by the list of the day', () => {
  const rules = someRules()
  expect(rules.review(usual)).toEqual([])
  rules.screenBy({ accounts: ['acc 000002'], names: ['Invoice 4711'] })
  expect(rules.review(usual)).toEqual(['sanctioned-account', 'sanctioned-name'])
  rules.screenBy({ accounts: ['ACC-000001'], names: [] })
  expect(rules.review({ ...usual, reference: undefined })).toEqual(['sanctioned-account'])
  rules.screenBy({ accounts: [], names: [] })
  expect(rules.review({ ...usual, atMs: startMs + 120_000 })).toEqual([])
})

/** The same rules with everything remembered and looked through each time. */
function slowReview(facts: PaymentFacts, earlier: readonly PaymentFacts[]): string[] {
  const bucket = (atMs: number): number => Math.floor(atMs / (policy.velocityWindowMs / 12))
  const sent = earlier.filter(
    (each) =>
      each.debtorAccount === facts.debtorAccount && bucket(each.atMs) > bucket(facts.atMs) - 12,
  )
  const paid = earlier.some(
    (each) =>
      each.debtorAccount === facts.debtorAccount &&
      each.creditorAccount === facts.creditorAccount &&
      each.usdMinor < policy.newPairUsdMinor,
  )
  return [
    ...(facts.usdMinor >= policy.amountUsdMinor ? ['large-amount'] : []),
    ...(sent.length + 1 > policy.velocityMax ? ['velocity'] : []),
    ...(facts.usdMinor >= policy.newPairUsdMinor && !paid ? ['unusual-pair'] : []),
  ]
}

test('what is remembered in bounded memory decides as a list of all payments does', () => {
  const rules = someRules()
  const earlier: PaymentFacts[] = []
  let state = 1
  const random = (below: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return (state >>> 8) % below
  }
  let held = 0
  for (let index = 0; index < 2_000; index += 1) {
    const facts = {
      ...usual,
      debtorAccount: `ACC-${random(20)}`,
      creditorAccount: `ACC-${20 + random(20)}`,
      usdMinor: random(10) === 0 ? 400_000 + random(800_000) : random(400_000),
      atMs: startMs + index * 1_500 + random(1_000),
    }
    const reasons = rules.review(facts)
    expect(reasons).toEqual(slowReview(facts, earlier))
    held += reasons.length
    earlier.push(facts)
  }
  expect(held).toBeGreaterThan(200)
})
