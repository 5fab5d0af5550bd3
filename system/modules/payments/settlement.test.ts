import { describe, expect, test } from 'vitest'
import { DependencyUnavailable, DomainError } from '../../platform/errors.ts'
import { Accounts } from './accounts.ts'
import { anAccount, anOrder } from './fixtures.ts'
import { makePayment } from './payment-row.ts'
import { databaseError, setUp } from './testing-settlement.ts'

const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']

test('a batch that comes when the memory of accounts is full forgets others, not its own', async () => {
  const accounts = new Accounts(4)
  const { settlement, outcomes, order } = setUp(accounts)
  accounts.put('bank', anAccount({ id: 3, number: 'ACC-3' }))
  accounts.put('bank', anAccount({ id: 1, number: 'ACC-1' }))
  await settlement.settle([order('a')])
  expect(outcomes.get('a')).toEqual({ stored: false, id: 'id-1' })
  expect(accounts.get('bank', 'ACC-3')).toBeUndefined()
})

test('an account that is seen again takes no more room', async () => {
  const accounts = new Accounts(6)
  const { settlement, order } = setUp(accounts)
  for (const id of [1, 2, 1, 2, 1]) accounts.put('bank', anAccount({ id, number: `ACC-${id}` }))
  const first = accounts.get('bank', 'ACC-1')
  await settlement.settle([order('a')])
  expect(accounts.get('bank', 'ACC-1')).toBe(first)
})

test('answers that are put off come after the next batch, and of all that is durable', async () => {
  const told: (() => void)[] = []
  const { store, settlement, outcomes, order } = setUp(undefined, {}, (tell) => told.push(tell))
  await settlement.settle([order('a')])
  await settlement.settle([order('b')])
  expect({ committed: store.committed, answered: outcomes.size }).toEqual({
    committed: [['a'], ['b']],
    answered: 0,
  })
  told.forEach((tell) => tell())
  expect([...outcomes.keys()]).toEqual(['a', 'b'])
})

describe('an order that would be refused today', () => {
  const payment = makePayment({
    id: 'old',
    order: anOrder(),
    rejection: undefined,
    createdAt: 't',
  })
  const closed = { id: 2, number: 'ACC-2', internal: true }

  test('is answered as it was when its key is found, and its siblings are refused', async () => {
    const { store, settlement, outcomes, order } = setUp()
    store.accounts = [anAccount(), anAccount(closed)]
    store.stored = [{ tenant: 'bank', key: 'a', payment }]
    await settlement.settle([order('a'), order('b')])
    expect(outcomes.get('a')).toEqual({ stored: true, id: 'old' })
    expect(outcomes.get('b')).toEqual({ code: 'account-internal' })
    expect(store.attempted).toEqual([])
  })

  test('is told to come again where nobody can say whether its key was used', async () => {
    const { store, settlement, outcomes, order, seen } = setUp()
    store.accounts = [anAccount(), anAccount(closed)]
    store.findByKeys = async () => {
      throw new DependencyUnavailable('postgres', new Error('gone'))
    }
    await settlement.settle([order('a')])
    expect(outcomes.get('a')).toEqual({ code: 'postgres-unavailable' })
    expect(seen.lost).toBe(1)
  })

  test('because nobody can review it now does no harm to its siblings', async () => {
    const review = {
      review({ amountMinor }: { amountMinor: number }) {
        if (amountMinor === 2) throw new DomainError('unavailable', 'list-missing', 'no list')
        return []
      },
    }
    const { settlement, outcomes, order } = setUp(undefined, { review })
    await settlement.settle([order('a', 1), order('b', 2)])
    expect(outcomes.get('a')).toEqual({ stored: false, id: 'id-1' })
    expect(outcomes.get('b')).toEqual({ code: 'list-missing' })
  })
})

describe('a batch that the database refuses', () => {
  test('is halved until the poison is alone, and the siblings are settled once', async () => {
    const { store, settlement, outcomes, order } = setUp()
    store.fail = ({ records }) =>
      records.some(({ item }) => item.key === 'f') ? databaseError('22021') : undefined
    await settlement.settle(letters.map((key) => order(key)))
    expect(outcomes.get('f')).toEqual({ code: 'payment-unprocessable' })
    expect(store.committed.flat().toSorted()).toEqual(letters.filter((key) => key !== 'f'))
    expect(store.attempted.length).toBe(7)
  })

  test('for a key that was used before answers that one from the store and settles the rest', async () => {
    const { store, settlement, outcomes, order } = setUp()
    const payment = makePayment({
      id: 'old',
      order: anOrder(),
      rejection: undefined,
      createdAt: 't',
    })
    store.stored = [{ tenant: 'bank', key: 'b', payment }]
    store.fail = ({ records }) =>
      records.some(({ item }) => item.key === 'b') ? databaseError('23505') : undefined
    await settlement.settle(['a', 'b', 'c'].map((key) => order(key)))
    expect(outcomes.get('b')).toEqual({ stored: true, id: 'old' })
    expect(store.attempted).toEqual([
      ['a', 'b', 'c'],
      ['a', 'c'],
    ])
    expect(store.committed).toEqual([['a', 'c']])
    store.committed.splice(0)
    for (const each of letters) {
      await settlement.settle([order('b'), order(`after ${each}`)])
    }
    expect(store.committed).toEqual(letters.map((each) => [`after ${each}`]))
    expect(store.attempted.at(-1), 'asks first where that is usual').toEqual(['after h'])
    expect(store.attempted.at(-2)).toEqual(['after g'])
  })

  test('because an account changed is decided anew on what the account is now', async () => {
    const { store, settlement, outcomes, order } = setUp()
    store.fail = ({ changes }) =>
      [...changes.accounts.keys()].some(({ version }) => version === 7)
        ? databaseError('PB001')
        : undefined
    const settled = settlement.settle([order('a', 10), order('b', 700)])
    store.accounts = [
      anAccount({ version: 8, balanceMinor: 500 }),
      anAccount({ id: 2, number: 'ACC-2', version: 8 }),
    ]
    await settled
    expect(store.committed).toEqual([['a', 'b']])
    expect([...outcomes.keys()]).toEqual(['a', 'b'])
  })

  test('because accounts change without end gives up with an answer that invites to try again', async () => {
    const { store, settlement, outcomes, order } = setUp()
    store.fail = () => databaseError('PB001')
    await settlement.settle([order('a')])
    expect(outcomes.get('a')).toEqual({ code: 'accounts-contended' })
    expect(store.attempted.length).toBe(21)
  })
})

describe('a database that is away', () => {
  test('fails the batch at once, and nothing that was known before is trusted after', async () => {
    const { store, settlement, outcomes, order, seen } = setUp()
    await settlement.settle([order('first')])
    store.fail = () => new DependencyUnavailable('postgres', new Error('gone'))
    await settlement.settle([order('a'), order('b')])
    expect([outcomes.get('a'), outcomes.get('b')]).toEqual([
      { code: 'postgres-unavailable' },
      { code: 'postgres-unavailable' },
    ])
    expect(seen).toEqual({ doubts: 1, lost: 1 })
    store.fail = ({ changes }) =>
      [...changes.accounts.keys()].every(({ version }) => version === 7)
        ? undefined
        : new Error('stale copy')
    await settlement.settle([order('c')])
    expect(outcomes.get('c')).toMatchObject({ stored: false })
  })

  test('refuses only what it does not know when the lookup itself fails', async () => {
    const { store, settlement, outcomes, order } = setUp()
    store.findAccounts = async () => {
      throw new DependencyUnavailable('postgres', new Error('gone'))
    }
    await settlement.settle([order('a')])
    expect(outcomes.get('a')).toEqual({ code: 'postgres-unavailable' })
  })
})
