import { beforeEach, describe, expect, test } from 'vitest'
import { DayTotalFeed } from './day-total-feed.ts'
import type { TenantEvents } from '../../events/read-payments-recorded.ts'
import type { Addition, DayTotalStore } from './day-total-store.ts'
import { aPayment } from './fixtures.ts'

/** The table as it is after what was added, with its own word on how far it is. */
class MemoryStore implements DayTotalStore {
  readonly through = new Map<string, number>()
  readonly added: Addition[] = []
  away = false

  async appliedThrough(tenant: string): Promise<number> {
    return this.through.get(tenant) ?? -1
  }

  async add(additions: readonly Addition[]): Promise<void> {
    if (this.away) throw new Error('postgres is away')
    for (const { tenant, after } of additions) {
      if ((this.through.get(tenant) ?? -1) !== after) throw new Error('not as far as thought')
    }
    for (const addition of additions) {
      this.through.set(addition.tenant, addition.through)
      this.added.push(addition)
    }
  }

  payments(tenant = 'bank'): number {
    const totals = this.added
      .filter((each) => each.tenant === tenant)
      .flatMap((each) => each.totals)
    return totals.reduce((sum, { payments }) => sum + payments, 0)
  }
}

const open = (): boolean => true

const message = (outboxId: number, tenant = 'bank', payments = 1): TenantEvents => ({
  tenant,
  outboxId,
  epoch: '1',
  at: '2026-11-18T09:00:00.000Z',
  events: Array.from({ length: payments }, () => aPayment()),
})

let store: MemoryStore
let feed: DayTotalFeed
beforeEach(() => {
  store = new MemoryStore()
  feed = new DayTotalFeed(store, open)
})

describe('the totals of days', () => {
  test('count a message once, however often and together with what it comes', async () => {
    await feed.add([message(1), message(2)])
    await feed.add([message(2), message(3), message(4)])
    await feed.add([message(1), message(4)])
    expect([store.payments(), store.through.get('bank')]).toEqual([4, 4])
  })

  test('count once what a publisher that came back sends again, in one batch with the first', async () => {
    await feed.add([message(1), message(2), message(3), message(2), message(3), message(4)])
    expect([store.payments(), store.through.get('bank')]).toEqual([4, 4])
  })

  test('of tenants are told apart', async () => {
    await feed.add([message(1, 'bank', 2), message(2, 'shop', 3), message(3, 'bank', 4)])
    expect([store.payments('bank'), store.payments('shop')]).toEqual([6, 3])
    expect(Object.fromEntries(store.through)).toEqual({ bank: 3, shop: 2 })
  })

  test('of a process that begins anew go on where they are', async () => {
    await feed.add([message(7)])
    await new DayTotalFeed(store, open).add([message(6), message(7), message(8)])
    expect(store.payments()).toBe(2)
  })

  test('that could not be written count nothing, and the same messages may come again', async () => {
    store.away = true
    await expect(feed.add([message(1)])).rejects.toThrow('away')
    store.away = false
    await feed.add([message(1)])
    expect(store.payments()).toBe(1)
  })

  test('that another process has added to meanwhile are asked how far they are', async () => {
    await feed.add([message(1)])
    await new DayTotalFeed(store, open).add([message(2)])
    await expect(feed.add([message(2), message(3)])).rejects.toThrow('not as far as thought')
    await feed.add([message(2), message(3)])
    expect(store.payments()).toBe(3)
  })
})
