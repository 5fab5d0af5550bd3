import { expect, test } from 'vitest'
import { mergeNewest } from './bounded-list.ts'

interface Item {
  readonly id: string
  readonly status: string
}

const item = (id: string, status = 'settled'): Item => ({ id, status })
const newest = (one: Item, other: Item): number => (one.id < other.id ? 1 : -1)

test('what is new comes first, each once, never more than asked for', () => {
  const merged = mergeNewest([item('3'), item('1')], [item('2'), item('3'), item('4')], 3, newest)
  expect(merged.map(({ id }) => id)).toEqual(['4', '3', '2'])
})

test('a payment that comes again has its new status', () => {
  const merged = mergeNewest([item('1', 'queued')], [item('1', 'settled')], 3, newest)
  expect(merged).toEqual([item('1', 'settled')])
})

test('of thousands that arrive together the newest stay', () => {
  const arrived = Array.from({ length: 3_000 }, (_, index) => item(String(index).padStart(5, '0')))
  const merged = mergeNewest([], arrived, 2, newest)
  expect(merged.map(({ id }) => id)).toEqual(['02999', '02998'])
})
