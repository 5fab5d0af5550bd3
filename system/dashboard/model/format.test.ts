import { describe, expect, test } from 'vitest'
import {
  formatCount,
  formatDuration,
  formatMinor,
  formatMinorCompact,
  formatMoment,
  formatPercent,
  formatRate,
  formatUsd,
  minorOfDecimal,
} from './format.ts'

describe('a figure as text', () => {
  test('is grouped by thousands', () => {
    expect([formatCount(0), formatCount(3_001_245)]).toEqual(['0', '3,001,245'])
  })

  test('a small rate keeps a digit, none is no rate', () => {
    expect([0, 0.4, 99.96, 3001.2].map(formatRate)).toEqual(['0', '0.4', '100.0', '3,001'])
  })

  test('almost all is not all', () => {
    expect([100, 99.97, 99.15, 3.456, 0].map(formatPercent)).toEqual([
      '100%',
      '99.9%',
      '99.2%',
      '3.46%',
      '0%',
    ])
  })
})

describe('money', () => {
  test('is exact to the minor unit beyond what a double holds', () => {
    expect(formatMinor(9_007_199_254_740_993n)).toBe('90,071,992,547,409.93')
    expect([formatMinor(5), formatMinor(-123_456)]).toEqual(['0.05', '−1,234.56'])
  })

  test('is short where there is little room', () => {
    expect([formatMinorCompact(123_456_789), formatMinorCompact(-200)]).toEqual(['1.23M', '−2'])
  })

  test('in dollars has its sign in front of all', () => {
    expect([formatUsd(970), formatUsd(-99_999), formatUsd(0)]).toEqual([
      '$9.70',
      '−$999.99',
      '$0.00',
    ])
    expect([formatUsd(1_230_000), formatUsd(-440_000_000n)]).toEqual(['$12.3K', '−$4.4M'])
  })

  test.each([
    ['0.00', 0n],
    ['12.3', 1230n],
    ['90071992547409.93', 9_007_199_254_740_993n],
    ['-0.05', -5n],
    ['7', 700n],
  ])('%s is read exactly', (text, minor) => {
    expect(minorOfDecimal(text)).toBe(minor)
  })
})

describe('times', () => {
  test('of today go without the day', () => {
    const now = Date.UTC(2026, 0, 14, 12)
    expect(formatMoment('2026-01-14T09:05:07.123Z', now)).toBe('09:05:07')
    expect(formatMoment('2026-01-13T09:05:07.123Z', now)).toBe('01-13 09:05')
  })

  test.each([
    [-5, '0 s'],
    [45_000, '45 s'],
    [12 * 60_000 + 59_000, '12 min'],
    [3 * 3_600_000 + 5 * 60_000, '3 h 05 min'],
    [52 * 3_600_000, '2 d 4 h'],
  ])('%d ms last %s', (ms, text) => {
    expect(formatDuration(ms)).toBe(text)
  })
})
