import { expect, test } from 'vitest'
import type { OutboxRow } from './outbox-row.ts'
import { WaitingRows } from './waiting-rows.ts'

const row = (id: number, payload: string): OutboxRow => ({
  id,
  topic: 'events',
  key: 'bank',
  n: 1,
  payload,
  createdAt: '2026-01-02T03:04:05.678Z',
})
const idsOf = (rows: readonly OutboxRow[]) => rows.map(({ id }) => id)

test('as many of the first are taken at once as fit by number and by bytes, and one at least', () => {
  const waiting = new WaitingRows({ rows: 10, bytes: 1_000 })
  for (const [index, payload] of ['aaaa', 'éé', 'a', 'aaaaaaaaa'].entries()) {
    waiting.push(row(index, payload))
  }
  expect(idsOf(waiting.first(2, 100))).toEqual([0, 1])
  expect(idsOf(waiting.first(10, 8))).toEqual([0, 1])
  expect(idsOf(waiting.first(10, 9))).toEqual([0, 1, 2])
  waiting.drop(3)
  expect(idsOf(waiting.first(10, 2))).toEqual([3])
})

test('what is more than may wait, in rows or in bytes, makes all be forgotten', () => {
  const waiting = new WaitingRows({ rows: 3, bytes: 10 })
  expect([1, 2, 3].map((id) => waiting.push(row(id, 'a')))).toEqual([true, true, true])
  expect([waiting.push(row(4, 'a')), waiting.length]).toEqual([false, 0])
  expect([waiting.push(row(5, 'éééé')), waiting.push(row(6, 'aaa'))]).toEqual([true, false])
  expect([waiting.push(row(7, 'aaaaaaaaaa')), waiting.length]).toEqual([true, 1])
  waiting.drop(1)
  expect([waiting.push(row(8, 'aaaaaaaaaa')), waiting.length]).toEqual([true, 1])
})
