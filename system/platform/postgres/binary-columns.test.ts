import { expect, test } from 'vitest'
import { BindMessage } from './bind-message.ts'
import type { BinaryParameter } from './bind-message.ts'
import { int4Column, int8Column, textColumn, uuidColumn } from './binary-columns.ts'

const itself = <Value>(value: Value): Value => value
/** The last parameter of a message, which ends with the format of its results. */
const hex = (column: BinaryParameter): string => {
  const message = new BindMessage().compose('', [column]).toString('hex')
  return message.slice(headLetters, -resultFormat.length)
}
/** Code, length, two empty names, one format, one parameter and its length. */
const headLetters = 2 * (1 + 4 + 2 + 2 + 2 + 2 + 4)
const resultFormat = '00010000'
/** One dimension, from 1 on. */
const head = (oid: string, count: string): string => `0000000100000001${oid}${count}00000001`

test('an element is its length and its bytes, highest first; undefined is NULL', () => {
  expect(hex(int4Column([1, undefined, -2], itself))).toBe(
    `${head('00000017', '00000003')}0000000400000001ffffffff00000004fffffffe`,
  )
})

test.each([
  [0, '0000000000000000'],
  [-1, 'ffffffffffffffff'],
  [2 ** 31, '0000000080000000'],
  [2 ** 32 - 1, '00000000ffffffff'],
  [-(2 ** 32), 'ffffffff00000000'],
  [Number.MAX_SAFE_INTEGER, '001fffffffffffff'],
  [Number.MIN_SAFE_INTEGER, 'ffe0000000000001'],
])('%d is a 64-bit integer in two’s complement', (value, expected) => {
  expect(hex(int8Column([value], itself))).toBe(
    `${head('00000014', '00000001')}00000008${expected}`,
  )
})

test.each([Number.NaN, 1.5, 2 ** 53, -(2 ** 53), Number.POSITIVE_INFINITY])(
  '%d is refused as a 64-bit integer',
  (value) => {
    expect(() => hex(int8Column([value], itself))).toThrow(
      new RangeError(`a value for a bigint column is ${value}, expected a safe integer`),
    )
  },
)

test.each([Number.NaN, 1.5, 2 ** 31, -(2 ** 31) - 1])(
  '%d is refused as a 32-bit integer',
  (value) => {
    expect(() => hex(int4Column([value], itself))).toThrow(
      new RangeError(`a value for an integer column is ${value}, expected 32 bits with a sign`),
    )
  },
)

test('a UUID is its sixteen bytes', () => {
  expect(hex(uuidColumn(['019b9789-7f80-7abc-8def-0123456789ab'], itself))).toBe(
    `${head('00000b86', '00000001')}00000010019b97897f807abc8def0123456789ab`,
  )
})

test.each([
  '',
  'plain',
  'ü',
  'say "hi"\\ {,}',
  '\u{1f4b6} and more',
  'é'.repeat(100),
  'x'.repeat(100),
])('%j is its UTF-8 bytes', (text) => {
  const bytes = Buffer.from(text)
  expect(hex(textColumn([text], itself))).toBe(
    `${head('00000019', '00000001')}${bytes.length.toString(16).padStart(8, '0')}${bytes.toString('hex')}`,
  )
})

test('texts stand one behind the other, whatever their bytes', () => {
  const column = hex(textColumn(['é', undefined, 'b'], itself))
  expect(column).toBe(`${head('00000019', '00000003')}00000002c3a9ffffffff0000000162`)
})

test('a column without elements has no dimension', () => {
  expect(hex(int4Column([], itself))).toBe('000000000000000100000017')
})
