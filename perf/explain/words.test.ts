import { expect, test } from 'vitest'
import { bytes, count, duration, placeName, shortStatement, times } from './words.ts'

test('figures have as many digits as they are worth', () => {
  expect([0, 0.004, 0.12, 1, 12.34, 123.4, 2_500].map(count)).toEqual([
    '0',
    '0.004',
    '0.12',
    '1',
    '12.3',
    '123',
    '2,500',
  ])
  expect([duration(12.34), duration(1_500), duration(2_000_000)]).toEqual([
    '12.3 µs',
    '1.5 ms',
    '2 s',
  ])
  expect([bytes(900), bytes(8_200), bytes(-3_000_000)]).toEqual(['900 B', '8.2 kB', '-3 MB'])
  expect([times(1), times(22)]).toEqual(['once', '22 times'])
})

test('a place is named by what it has', () => {
  const at = { file: 'system/a.ts', line: 7 }
  expect(placeName({ function: 'pay', ...at })).toBe('pay (system/a.ts:7)')
  expect(placeName({ function: '(anonymous)', ...at })).toBe('the function at system/a.ts:7')
  expect(placeName({ function: 'writev', file: '', line: 0 })).toBe('writev')
})

test('a short statement stands as it is, on one line', () => {
  expect(shortStatement(' select 1\n  from account ')).toBe('select 1 from account')
})

test('of a long one its tables are told rather than its columns', () => {
  const columns = Array.from({ length: 20 }, (_, index) => `payment.column_${index}`).join(', ')
  expect(shortStatement(`select ${columns} from payment where id = $1`)).toBe(
    'select payment.column_0,… from payment where id = $1',
  )
  const parts =
    'insert into payment select 1), b as (update account set a = 1), c as (delete from job)'
  const lock = 'select 1 from payment for update'
  expect(shortStatement(`with input as (${lock}), a as (${parts} ${columns}`)).toBe(
    'with … insert into payment … update account … delete from job …',
  )
})
