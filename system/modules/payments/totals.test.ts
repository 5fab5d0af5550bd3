import { expect, test } from 'vitest'
import { currencyOf, totalsOf, volumeField } from './totals.ts'

const event = {
  id: 'i',
  status: 'settled' as const,
  debtorAccount: 'A',
  creditorAccount: 'B',
  debtorBank: 'ONE',
  creditorBank: 'TWO',
  amountMinor: 70,
  currency: 'USD',
}

test('settled payments count with their volume and banks, rejected ones only as rejected', () => {
  const rejected = { ...event, status: 'rejected' as const, debtorBank: 'THREE' }
  const { counts, banks } = totalsOf([event, { ...event, amountMinor: 5 }, rejected])
  expect(Object.fromEntries(counts)).toEqual({
    recorded: 3,
    settled: 2,
    'volume:USD': 75,
    rejected: 1,
  })
  expect([...banks]).toEqual(['ONE', 'TWO'])
})

test('a volume field names its currency, other fields none', () => {
  expect([currencyOf(volumeField('EUR')), currencyOf('settled')]).toEqual(['EUR', undefined])
})
