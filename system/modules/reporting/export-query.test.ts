import { expect, test } from 'vitest'
import { readRange } from './export-query.ts'

const nowMs = Date.parse('2026-11-18T09:30:00Z')
const range = (date_from: string, date_to?: string) => {
  const { fromMs, untilMs } = readRange(
    { date_from, ...(date_to !== undefined && { date_to }) },
    nowMs,
  )
  return [fromMs, untilMs].map((ms) => new Date(ms).toISOString().slice(0, 13))
}

test('the last day is included, and is today where none is given', () => {
  expect(range('2026-11-01', '2026-11-02')).toEqual(['2026-11-01T00', '2026-11-03T00'])
  expect(range('2026-11-18', '2026-11-18')).toEqual(['2026-11-18T00', '2026-11-19T00'])
  expect(range('2026-11-01')).toEqual(['2026-11-01T00', '2026-11-19T00'])
})

test('a range that begins after today is a day that has nothing yet', () => {
  expect(range('2026-11-20')).toEqual(['2026-11-20T00', '2026-11-21T00'])
})

test.each(['2026-02-30', '2026-13-01', '2026-00-10', '0000-00-00'])('%s is no day', (day) => {
  expect(() => range(day)).toThrow(expect.objectContaining({ code: 'date-invalid' }))
  expect(() => range('2026-01-01', day)).toThrow(expect.objectContaining({ code: 'date-invalid' }))
})

test.each(['0000-01-01', '0001-01-01', '1969-12-31', '9999-12-31'])(
  '%s is of no year that has payments',
  (day) => {
    expect(() => range(day)).toThrow(expect.objectContaining({ code: 'date-invalid' }))
    expect(() => range('2026-01-01', day)).toThrow(
      expect.objectContaining({ code: 'date-invalid' }),
    )
  },
)

test('the first and the last day are days', () => {
  expect(range('1970-01-01', '9998-12-31')).toEqual(['1970-01-01T00', '9999-01-01T00'])
})

test('a range that ends before it begins is refused', () => {
  expect(() => range('2026-11-02', '2026-11-01')).toThrow(
    expect.objectContaining({ code: 'dates-reversed' }),
  )
})
