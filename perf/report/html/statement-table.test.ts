import { expect, test } from 'vitest'
import type { CounterResult } from '../../result/document.ts'
import { counterOf } from '../fixture-builders.ts'
import { fixtures } from '../fixtures.ts'
import { statementTable } from './statement-table.ts'

const [scenario] = fixtures.calm.scenarios
if (scenario === undefined) throw new Error('the example run has no scenario, expected one')

const sql = (text: string, base: number | null, head: number | null) =>
  counterOf(`sql.calls/${text}`, { base, head })
const tableOf = (...counters: CounterResult[]) =>
  statementTable({ ...scenario, counters })?.markup ?? ''

test('new and gone statements are marked, those as before are folded', () => {
  const text = tableOf(
    sql('SELECT a FROM b', null, 2),
    sql('DELETE FROM c', 1, null),
    sql('x', 1, 1),
  )
  expect(text).toMatch(/chip bad">new<[^]*<ins>SELECT a FROM b<\/ins>/)
  expect(text).toMatch(/chip good">gone<[^]*<del>DELETE FROM c<\/del>/)
  expect(text).toContain('1 statement as before')
})

test('a reworded statement is one line, with the calls of the one it replaces', () => {
  const text = tableOf(
    sql('SELECT a FROM accounts WHERE id = $1', 3, null),
    sql('SELECT a FROM accounts WHERE id = $1 AND tenant = $2', null, 4),
  )
  expect(text.match(/<tr class=/g)).toHaveLength(1)
  expect(text).toContain('reworded')
  expect(text).toMatch(/calls, base">3<[^]*calls, head">4</)
})

test('of many statements a hundred are shown and the rest counted', () => {
  const many = Array.from({ length: 130 }, (_, index) => sql(`SELECT ${index}`, 1, 2))
  expect(tableOf(...many)).toContain('30 statements more in result.json')
})
