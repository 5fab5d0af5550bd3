import { expect, test } from 'vitest'
import { failed, freshnessOf, nothingRead, read } from './reading.ts'

const failure = { kind: 'failed', message: 'no answer' } as const

test('nothing is shown as live before it came', () => {
  expect(freshnessOf(nothingRead, 0, 1_000)).toBe('waiting')
})

test('an endpoint that is not there is told from one that does not answer', () => {
  const absent = { kind: 'absent', message: '' } as const
  expect(freshnessOf(failed(nothingRead, absent), 0, 1_000)).toBe('absent')
  expect(freshnessOf(failed(nothingRead, failure), 0, 1_000)).toBe('failed')
})

test('an answer is live until it is too old, whatever has happened since', () => {
  const before = failed(read('figures', 10_000), failure)
  expect(freshnessOf(before, 11_000, 1_000)).toBe('live')
  expect(freshnessOf(before, 11_001, 1_000)).toBe('stale')
  expect(before.data).toBe('figures')
})

test('a good answer ends a failure', () => {
  expect(read('new', 5).failure).toBeUndefined()
})
