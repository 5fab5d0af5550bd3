import { expect, test } from 'vitest'
import { durationText, exactChange, percent, percentChange, significant } from './numbers.ts'

test.each([
  [0, '0'],
  [0.41234, '0.412'],
  [12.05, '12.1'],
  [12, '12.0'],
  [-3.14159, '\u22123.14'],
  [999.6, '1,000'],
  [7483.2, '7,480'],
  [1_234_567, '1,230,000'],
  [2.5e18, '2.50e+18'],
  [3e-9, '3.00e-9'],
  [Number.NaN, '–'],
])('%f has three significant digits: %s', (value, text) => {
  expect(significant(value)).toBe(text)
})

test.each([
  [0.121, '+12.1 %'],
  [-0.062, '\u22126.20 %'],
  [0.0043, '+0.43 %'],
  [0.00001, '0 %'],
  [0, '0 %'],
  [1.5, '+150 %'],
  [11.3, '×12.3'],
])('a change of %f reads %s', (value, text) => {
  expect(percentChange(value)).toBe(text)
})

test('a percentage without direction has no plus', () => {
  expect(percent(0.082)).toBe('8.20 %')
})

test('a difference of an exact count has its sign', () => {
  expect([exactChange(1), exactChange(-3), exactChange(0)]).toEqual(['+1', '\u22123', '0'])
})

test.each([
  [0, '0 s'],
  [59_499, '59 s'],
  [61_000, '1 min 1 s'],
  [3_720_000, '1 h 2 min'],
  [-5, '0 s'],
])('%i ms is %s', (ms, text) => {
  expect(durationText(ms)).toBe(text)
})
