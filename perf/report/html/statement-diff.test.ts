import { expect, test } from 'vitest'
import { counterOf } from '../fixture-builders.ts'
import { diffWords, rewordedFrom, similarity, statementMarkup } from './statement-diff.ts'

const calls = (text: string, base: number | null, head: number | null) =>
  counterOf(`sql.calls/${text}`, { base, head })

test('equal texts differ in nothing', () => {
  expect(diffWords('SELECT a', 'SELECT a').every(({ kind }) => kind === 'same')).toBe(true)
})

test('the parts of a diff make up both texts again', () => {
  const [before, after] = [
    'SELECT a, b FROM t WHERE id = $1',
    'SELECT a FROM t JOIN u ON t.id = u.id WHERE id = $1',
  ]
  const diff = diffWords(before, after)
  const without = (kind: string) =>
    diff
      .filter((part) => part.kind !== kind)
      .map((part) => part.text)
      .join('')
  expect([without('new'), without('gone')]).toEqual([before, after])
})

test('a reworded statement is matched with the one it replaces', () => {
  const before = calls('SELECT a FROM accounts WHERE id = $1', 1, null)
  const after = calls('SELECT a FROM accounts WHERE id = $1 AND tenant = $2', null, 1)
  const other = calls('DELETE FROM outbox', 1, null)
  expect(rewordedFrom(after, [other, before, after])).toBe(before)
  expect(rewordedFrom(after, [other, after])).toBeNull()
  expect(rewordedFrom(before, [before, after])).toBeNull()
})

test('its markup says what was added and escapes the rest', () => {
  const before = calls('SELECT a FROM t WHERE b < $1', 1, null)
  const after = calls('SELECT a FROM t WHERE b < $1 LIMIT 1', null, 1)
  expect(statementMarkup(after, [before, after])?.markup).toBe(
    '<code class="statement">SELECT a FROM t WHERE b &#60; $1<ins> </ins><ins>LIMIT</ins><ins> </ins><ins>1</ins></code>',
  )
})

test('unlike texts are unlike', () => {
  expect(similarity('SELECT 1', 'DELETE FROM t WHERE x')).toBeLessThan(0.3)
  expect(similarity('', '')).toBe(0)
})

test('a very long statement is cut, not compared without end', () => {
  expect(diffWords('a '.repeat(5000), 'b '.repeat(5000)).length).toBeLessThanOrEqual(800)
})
