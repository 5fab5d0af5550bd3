import { expect, test } from 'vitest'
import { BankDays } from './bank-days.ts'

const limits = { dailyLimitUsdMinor: (bic: string) => (bic === 'ONE' ? 100 : 200) }

test('a bank of which nothing is stored has sent nothing, up to its own limit', () => {
  const days = new BankDays(limits)
  expect(days.missing(['bank', 'bank'], '2026-01-02')).toEqual(['bank'])
  days.put(['bank'], [{ tenant: 'bank', bank: 'ONE', spentUsdMinor: 30, version: 4 }])
  expect(days.get('bank', 'ONE')).toMatchObject({
    spentUsdMinor: 30,
    version: 4,
    limitUsdMinor: 100,
  })
  expect(days.get('bank', 'TWO')).toMatchObject({
    spentUsdMinor: 0,
    version: 0,
    limitUsdMinor: 200,
  })
  expect(days.missing(['bank', 'other'], '2026-01-02')).toEqual(['other'])
})

test('another day begins anew, and what was known is asked again', () => {
  const days = new BankDays(limits)
  days.missing(['bank'], '2026-01-02')
  days.put(['bank'], [{ tenant: 'bank', bank: 'ONE', spentUsdMinor: 30, version: 4 }])
  expect(days.missing(['bank'], '2026-01-03')).toEqual(['bank'])
  expect(days.get('bank', 'ONE').spentUsdMinor).toBe(0)
})
