import { expect, test } from 'vitest'
import { seriesOf, shortCode } from './bank-names.ts'

test('a bank has one colour, in whatever order banks come', () => {
  expect(seriesOf('B', ['C', 'B', 'A'])).toBe('--series-2')
  expect(seriesOf('B', ['A', 'B', 'C'])).toBe('--series-2')
  expect(seriesOf('X', ['A', 'B', 'C'])).toBe('--series-rest')
})

test('its code is the front of its BIC', () => {
  expect(shortCode('ENBXAEADXXX')).toBe('ENBX')
})
