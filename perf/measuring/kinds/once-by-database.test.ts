import { expect, test } from 'vitest'
import type { Station } from '../generation/pair.ts'
import { onceByDatabase } from './once-by-database.ts'

test('each database has one of its own, made when it is first asked for', () => {
  const made: string[] = []
  const of = onceByDatabase(({ database }) => {
    made.push(database)
    return { database }
  })
  const station = (database: string) => ({ database }) as Station
  const first = of(station('a'))
  expect(of(station('b'))).toEqual({ database: 'b' })
  expect(of(station('a'))).toBe(first)
  expect(made).toEqual(['a', 'b'])
})
