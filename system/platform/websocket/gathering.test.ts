import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Gathering } from './gathering.ts'
import type { Gathered } from './gathering.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

function gather() {
  const sent: [tenant: string, type: string, gathered: Gathered][] = []
  const gathering = new Gathering({
    intervalMs: 500,
    itemsMost: 3,
    send: (...frame) => sent.push(frame),
  })
  return { gathering, sent }
}

test('items of one kind and tenant go together, others by themselves', () => {
  const { gathering, sent } = gather()
  gathering.add('bank', 'alert', { n: 1 })
  gathering.add('bank', 'alert', { n: 2 })
  gathering.add('bank', 'rebalance', { n: 3 })
  gathering.add('shop', 'alert', { n: 4 })
  vi.advanceTimersByTime(499)
  expect(sent).toEqual([])
  vi.advanceTimersByTime(1)
  expect(sent).toEqual([
    ['bank', 'alert', { items: [{ n: 1 }, { n: 2 }], omitted: 0 }],
    ['bank', 'rebalance', { items: [{ n: 3 }], omitted: 0 }],
    ['shop', 'alert', { items: [{ n: 4 }], omitted: 0 }],
  ])
})

test('the newest are sent, in order, and the others counted', () => {
  const { gathering, sent } = gather()
  for (let n = 1; n <= 5; n += 1) {
    gathering.add('bank', 'alert', { n })
  }
  gathering.flush()
  expect(sent).toEqual([['bank', 'alert', { items: [{ n: 3 }, { n: 4 }, { n: 5 }], omitted: 2 }]])
})

test('a second of items is two frames, and silence is none', () => {
  const { gathering, sent } = gather()
  for (let n = 0; n < 100; n += 1) {
    gathering.add('bank', 'alert', { n })
    vi.advanceTimersByTime(10)
  }
  expect(sent.length).toBe(2)
  vi.advanceTimersByTime(10_000)
  expect(sent.length).toBe(2)
})
