import { expect, test } from 'vitest'
import { normaliseStatement } from './statement-text.ts'

test.each([
  ['SELECT  a,\n b FROM t WHERE id = $3 ;', 'select a,b from t where id = $'],
  ['/* pay */ select 1 -- one', 'select 1'],
  ['select * from t where id in ($1, $2, $3)', 'select * from t where id in($)'],
  ['select * from t where id in ($1 /*, ... */)', 'select * from t where id in($)'],
  ['INSERT INTO t (a, b) VALUES ($1, $2), ($3, $4)', 'insert into t(a,b)values($)'],
  [
    `select "Amount" from t where kind = 'IN  Flight'`,
    `select "Amount" from t where kind = 'IN  Flight'`,
  ],
])('%s', (text, normalised) => {
  expect(normaliseStatement(text)).toBe(normalised)
})

test('statements that do different things stay different', () => {
  expect(normaliseStatement('select a from t')).not.toBe(normaliseStatement('select b from t'))
})
