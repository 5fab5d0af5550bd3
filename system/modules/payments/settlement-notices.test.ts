import { describe, expect, test, vi } from 'vitest'
import { DependencyUnavailable } from '../../platform/errors.ts'
import { anOrder } from './fixtures.ts'
import { makePayment } from './payment-row.ts'
import { databaseError, setUp } from './testing-settlement.ts'

test('a clock that goes back does not make every batch look its keys up first', async () => {
  const { store, settlement, order, clock } = setUp()
  store.fail = ({ records }) =>
    records.some(({ item }) => item.key === 'a') ? databaseError('23505') : undefined
  store.stored = [
    {
      tenant: 'bank',
      key: 'a',
      payment: makePayment({ id: 'old', order: anOrder(), rejection: undefined, createdAt: 't' }),
    },
  ]
  await settlement.settle([order('a')])
  vi.useFakeTimers({ now: 0, toFake: ['performance'] })
  vi.advanceTimersByTime(performance.now() + 60_000)
  clock.nowMs -= 86_400_000
  store.findByKeys = async () => {
    throw new Error('looked up')
  }
  await settlement.settle([order('b')])
  vi.useRealTimers()
  expect(store.committed).toEqual([['b']])
})

describe('whoever writes alerts hears of a payment that waits for a review', () => {
  const review = {
    review: ({ amountMinor }: { amountMinor: number }) => (amountMinor > 1 ? ['large-amount'] : []),
  }

  test('when it is durable, and not of others', async () => {
    const { settlement, order, reviews } = setUp(undefined, { review })
    await settlement.settle([order('a'), order('b', 2)])
    expect(reviews).toEqual({ held: 1, doubted: 0 })
  })

  test('when nobody knows whether it is, and not of a batch without one', async () => {
    const { store, settlement, order, reviews } = setUp(undefined, { review })
    store.fail = () => new DependencyUnavailable('postgres', new Error('gone'))
    await settlement.settle([order('a')])
    expect(reviews).toEqual({ held: 0, doubted: 0 })
    await settlement.settle([order('a'), order('b', 2)])
    expect(reviews).toEqual({ held: 0, doubted: 1 })
  })
})
