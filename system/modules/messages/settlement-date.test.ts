import { expect, test } from 'vitest'
import { settlementDate } from './settlement-date.ts'

test('the same instant is tomorrow in Karachi and still today in Dubai', () => {
  const atMs = Date.parse('2026-03-10T19:30:00Z')
  expect(settlementDate(atMs, 'Asia/Karachi')).toBe('2026-03-11')
  expect(settlementDate(atMs, 'Asia/Dubai')).toBe('2026-03-10')
})

test("summer time moves Jerusalem's midnight", () => {
  expect(settlementDate(Date.parse('2026-03-26T21:30:00Z'), 'Asia/Jerusalem')).toBe('2026-03-26')
  expect(settlementDate(Date.parse('2026-03-27T21:30:00Z'), 'Asia/Jerusalem')).toBe('2026-03-28')
})
