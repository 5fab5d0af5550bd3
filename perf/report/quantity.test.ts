import { expect, test } from 'vitest'
import { isDuration, quantity, scaleFor } from './quantity.ts'

test.each([
  [36.21, 'us/op', '36.2 µs/op'],
  [18_400, 'us/op', '18.4 ms/op'],
  [0.31, 'ms', '310 µs'],
  [148.2, 'ms', '148 ms'],
  [2400, 'ms', '2.40 s'],
  [138e6, 'bytes', '138 MB'],
  [7480, '/s', '7,480 /s'],
  [7480, '1/s', '7,480 /s'],
  [2, 'calls', '2.00 calls'],
  [0, 'us/op', '0 µs/op'],
  [5, '', '5.00'],
  [3, 'constructor', '3.00 constructor'],
])('%f %s reads %s', (value, unit, text) => {
  expect(quantity(value, unit)).toBe(text)
})

test('base and head stand in the unit of one reference', () => {
  const scale = scaleFor('us', 980)
  expect([scale(980), scale(1100)]).toEqual(['980 µs', '1,100 µs'])
})

test('an absent value is a dash', () => {
  expect(quantity(null, 'ms')).toBe('–')
})

test('a cost per operation is not a duration', () => {
  expect([isDuration('ms'), isDuration('us/op'), isDuration('bytes')]).toEqual([true, false, false])
})
