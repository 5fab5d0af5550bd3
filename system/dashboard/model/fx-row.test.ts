import { expect, test } from 'vitest'
import { fxRow, linePath } from './fx-row.ts'

const size = { width: 100, height: 24 }
const point = (rateE9: number, spiked = false) => ({ rateE9, spiked })

test('a rate is told in both directions, with its change over the history', () => {
  const history = [point(250_000_000), point(262_500_000, true)]
  expect(fxRow('AED', 275_000_000, history, { spiked: ['AED'], ...size })).toMatchObject({
    usdPerUnit: '0.275000',
    unitsPerUsd: '3.63636',
    changeText: '+10.00%',
    spikes: 1,
    spikedNow: true,
  })
})

test('without a history there is no change', () => {
  const row = fxRow('AED', 275_000_000, undefined, { spiked: [], ...size })
  expect([row.changePercent, row.changeText, row.spikedNow]).toEqual([undefined, '–', false])
})

test('a fall has a sign of its own, and what does not move has none', () => {
  const change = (rateE9: number) =>
    fxRow('AED', rateE9, [point(1_000)], { spiked: [], ...size }).changeText
  expect([change(990), change(1_000)]).toEqual(['−1.00%', '0.00%'])
})

test('a line goes from its lowest to its highest over its whole width', () => {
  expect(linePath([1, 3, 2], size)).toBe('M0.0 22.0L50.0 2.0L100.0 12.0')
  expect(linePath([5], size)).toBe('M0.0 22.0')
})
