import { expect, test } from 'vitest'
import { measuredFlows } from './bank-flows.ts'
import { ratesOf } from './usd.ts'

const flows = [
  { from: 'B', to: 'A', count: 5, volume: { USD: '1.00' } },
  { from: 'A', to: 'C', count: 1, volume: { USD: '1.00', AED: '1000.00' } },
]

test('flows are measured in USD where every rate is known, largest first', () => {
  const measured = measuredFlows(flows, ratesOf({ AED: 272_300_000 }))
  expect(measured.items.map(({ from, value, text }) => [from, value, text])).toEqual([
    ['A', 27_330, '$273.30'],
    ['B', 100, '$1.00'],
  ])
  expect(measured.bics).toEqual(['A', 'B', 'C'])
})

test('without a rate all of them are measured in payments, and none in two units', () => {
  const measured = measuredFlows(flows, ratesOf(undefined))
  expect(measured.inUsd).toBe(false)
  expect(measured.items.map(({ value, text }) => [value, text])).toEqual([
    [5, '5 payments'],
    [1, '1 payment'],
  ])
})
