import { expect, test } from 'vitest'
import { exact, plural } from './counts.ts'

test('an exact count keeps every digit', () => {
  expect([exact(1_048_576), exact(0.05), exact(-2), exact(Number.NaN)]).toEqual([
    '1,048,576',
    '0.05',
    '\u22122',
    '–',
  ])
})

test('one is singular', () => {
  expect([plural(1, 'row'), plural(2, 'row'), plural(0, 'query', 'queries')]).toEqual([
    '1 row',
    '2 rows',
    '0 queries',
  ])
})
