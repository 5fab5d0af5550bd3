import { expect, test } from 'vitest'
import { shortenApart } from './shorten.ts'
import { columns } from './terminal-style.ts'

const names = [
  'reconciliation CPU per operation, system',
  'reconciliation CPU per operation, Postgres',
  'control Spin loop',
]

test('names that differ at their end are cut in the middle', () => {
  expect(shortenApart(names, 24)).toEqual([
    'reconciliati…ion, system',
    'reconciliati…n, Postgres',
    'control Spin loop',
  ])
  expect(shortenApart(names, 80)).toEqual(names)
})

test('texts with the same beginning and end are cut where they come apart', () => {
  const statement = (column: string) =>
    `select id from payment where tenant = $1 and ${column} = $2 order by id, created_at limit $3`
  const [a, b] = shortenApart([statement('debtor'), statement('creditor')], 40)
  expect(a).toBe('select id fro…debtor = $2 order by id, …')
  expect(b).toBe('select id fro…creditor = $2 order by id…')
})

test('no text is wider than asked for, however wide its characters are', () => {
  const texts = ['日本語'.repeat(9), `${'日本語'.repeat(8)}日本`, 'e\u0301'.repeat(30), '']
  for (const width of [0, 1, 2, 7, 20]) {
    for (const ellipsis of ['…', '...']) {
      for (const text of shortenApart(texts, width, ellipsis))
        expect(columns(text)).toBeLessThanOrEqual(width)
    }
  }
})

test('equal texts stay equal', () => {
  const [one, other] = shortenApart(['a'.repeat(50), 'a'.repeat(50)], 10)
  expect(one).toBe(other)
})
