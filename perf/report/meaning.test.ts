import { expect, test } from 'vitest'
import { counterOf } from './fixture-builders.ts'
import { counterMeaning } from './meaning.ts'

const calls = (base: number | null, head: number | null) =>
  counterOf('sql.calls/SELECT 1', { base, head })

test.each([
  [calls(null, 2), 'A statement that base does not run: 2 calls per operation.'],
  [calls(1, null), 'Head no longer runs this statement.'],
  [calls(1, 3), 'The statement is sent 2 times more per operation.'],
  [counterOf('redis.commands/get', { base: 2, head: 1 }), '1 Redis command fewer per operation.'],
  [counterOf('kafka.messages/topic', { base: 1, head: 2 }), '1 Kafka message more per operation.'],
  [counterOf('sql.calls/total', { base: 6, head: 7 }), '7 SQL calls per operation instead of 6.'],
  [
    counterOf('redis.commands/total-exact', { base: 2, head: 1 }),
    '1 Redis command per operation instead of 2.',
  ],
  [counterOf('unknown/thing', { base: 1, head: 2 }), null],
])('$id says what follows from its numbers', (counter, sentence) => {
  expect(counterMeaning(counter, [])).toBe(sentence)
})

test('more rows by as many calls is told from more rows by more calls', () => {
  const rows = counterOf('sql.rows/SELECT 1', { base: 2, head: 4 })
  expect(counterMeaning(rows, [calls(1, 1)])).toBe(
    'Sent as often as before, and yet 2 rows more per operation.',
  )
  expect(counterMeaning(rows, [calls(1, 2)])).toBe(
    'Sent 2 times per operation instead of 1: 2 rows more per operation.',
  )
})

test('a counter that is not exact, or did not change, means nothing', () => {
  expect(
    counterMeaning(counterOf('sql.calls/a', { base: 1, head: 2 }, { exact: false }), []),
  ).toBeNull()
  expect(counterMeaning(calls(1, 1), [])).toBeNull()
})
