import { expect, test } from 'vitest'
import { reasonText, statusTone, statusWord } from './payment-status.ts'

test('a status has a word and a tone; one that is not known is shown as it is', () => {
  expect(['in-review', 'settled', 'reversed'].map(statusWord)).toEqual([
    'In review',
    'Settled',
    'reversed',
  ])
  expect(['in-review', 'rejected', 'reversed'].map(statusTone)).toEqual(['warn', 'bad', 'plain'])
})

test('the reason is that of the rejection, else those of the review', () => {
  expect(reasonText({ rejection: 'insufficient-funds' })).toBe('insufficient funds')
  expect(reasonText({ reviewReasons: ['large-amount', 'velocity'] })).toBe('large amount, velocity')
  expect(reasonText({})).toBe('')
  const releaseAt = '2026-01-08T04:30:00.000Z'
  expect(reasonText({ status: 'queued', releaseAt })).toBe('banks open 01-08 04:30')
  expect(reasonText({ status: 'settled', releaseAt })).toBe('')
})
