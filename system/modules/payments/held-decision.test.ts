import { expect, test } from 'vitest'
import { anOrder, someCircumstances, twoAccounts } from './fixtures.ts'
import { decideHeld, rejectHeld } from './held-decision.ts'
import type { HeldPayment } from './held-row.ts'
import { makePayment } from './payment-row.ts'

const order = anOrder()
const held: HeldPayment = {
  tenant: 'bank',
  key: 'key',
  kind: 'payment',
  order,
  held: { as: 'queued', terms: { usdMinor: 100, fxRateId: 1, exchange: undefined } },
  payment: makePayment({ id: 'id', order, rejection: undefined, createdAt: 't' }),
}

test('a held payment that can no longer be made is rejected, not refused: its key has an answer', () => {
  const { accounts } = twoAccounts({}, { balanceMinor: Number.MAX_SAFE_INTEGER })
  const { decided } = decideHeld([held], someCircumstances(accounts))
  expect(decided.map(({ outcome }) => outcome)).toEqual([
    { status: 'rejected', rejection: 'payment-unprocessable' },
  ])
})

test('a review that refuses moves nothing, whatever windows and balances say', () => {
  const { accounts } = twoAccounts({ balanceMinor: 0 })
  const { decided, changes } = rejectHeld([held], someCircumstances(accounts), 'review-refused')
  expect(decided.map(({ outcome }) => outcome)).toEqual([
    { status: 'rejected', rejection: 'review-refused' },
  ])
  expect([changes.accounts.size, changes.banks.size]).toEqual([0, 0])
})
