import { expect, test } from 'vitest'
import { dayColumns } from './day-columns.ts'

const none = { recorded: 0, settled: 0, rejected: 0, queued: 0, inReview: 0 }
const days = [
  { date: '2026-01-13', ...none },
  { date: '2026-01-14', recorded: 10, settled: 5, rejected: 2, queued: 2, inReview: 1 },
]

test('the highest column is as high as there is room, and its parts make up the whole', () => {
  const [, busy] = dayColumns(days, { width: 200, height: 100 })
  expect(busy?.parts).toEqual([
    { name: 'settled', from: 0, height: 50 },
    { name: 'waiting', from: 50, height: 30 },
    { name: 'rejected', from: 80, height: 20 },
  ])
  expect([busy?.day.label, busy?.day.count, busy?.top]).toEqual(['Wed 14', '10', 100])
})

test('a day without payments keeps its place', () => {
  const [quiet, busy] = dayColumns(days, { width: 200, height: 100 })
  expect(quiet?.top).toBe(0)
  expect([quiet?.x, busy?.x, quiet?.width]).toEqual([19, 119, 62])
})
