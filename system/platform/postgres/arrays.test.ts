import { expect, test } from 'vitest'
import { plainArray, textArray } from './arrays.ts'

test('text is quoted, its quotes and backslashes escaped, and undefined is NULL', () => {
  const values = ['a b', 'say "hi"', String.raw`back\slash`, 'NULL', '', undefined, '{,}']
  expect(textArray(values)).toBe(
    String.raw`{"a b","say \"hi\"","back\\slash","NULL","",NULL,"{,}"}`,
  )
})

test('numbers stand as they are', () => {
  expect([plainArray([1, -2]), plainArray([])]).toEqual(['{1,-2}', '{}'])
})

test('text that JSON would escape in its own way is left as it is', () => {
  expect(textArray(['a\n"b"', '"\u{1f4b6}"'])).toBe('{"a\n\\"b\\"","\\"\u{1f4b6}\\""}')
})
