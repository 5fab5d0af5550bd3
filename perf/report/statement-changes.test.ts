import { expect, test } from 'vitest'
import { counterOf } from './fixture-builders.ts'
import { fixtures } from './fixtures.ts'
import { countText, notable, statementChanges } from './statement-changes.ts'

const [scenario] = fixtures.calm.scenarios
if (scenario === undefined) throw new Error('the example run has no scenario, expected one')

const sql = (text: string, base: number | null, head: number | null, exact = true) =>
  counterOf(`sql.calls/${text}`, { base, head }, { exact })

test('new statements come first, then changed ones, gone ones, and the rest by cost', () => {
  const counters = [
    sql('SELECT same', 1, 1),
    sql('SELECT gone', 1, null),
    sql('SELECT more', 1, 2),
    sql('SELECT new', null, 1),
  ]
  const statement = 'SELECT dear'
  const statements = [
    { statement, base: { calls: 1, rows: 1, us: 5 }, head: { calls: 1, rows: 1, us: 9 } },
  ]
  const changes = statementChanges({ ...scenario, counters, evidence: { statements } })
  expect(changes.map(({ text, kind }) => [text, kind])).toEqual([
    ['SELECT new', 'new'],
    ['SELECT more', 'changed'],
    ['SELECT gone', 'gone'],
    ['SELECT dear', 'same'],
    ['SELECT same', 'same'],
  ])
})

test('what equal arms do not agree on has not changed', () => {
  const counters = [sql('SELECT a', 1, 2, false)]
  expect(statementChanges({ ...scenario, counters })[0]?.kind).toBe('same')
})

test('counted calls go before those seen under load, the time comes from the load', () => {
  const use = (calls: number, us: number) => ({ calls, rows: calls, us })
  const statements = [{ statement: 'SELECT a', base: use(0.02, 4), head: use(0.03, 5) }]
  const counters = [sql('SELECT a', 1, 1)]
  const [change] = statementChanges({ ...scenario, counters, evidence: { statements } })
  expect(change).toMatchObject({
    calls: { base: 1, head: 1 },
    rows: { base: 0.02, head: 0.03 },
    us: { base: 4, head: 5 },
  })
})

test('a short report tells what changed and what costs notably more, and no noise', () => {
  const use = (us: number) => ({ calls: 1, rows: 1, us })
  const statements = [
    { statement: 'SELECT dear', base: use(100), head: use(130) },
    { statement: 'SELECT cheap', base: use(0.1), head: use(0.2) },
  ]
  const counters = [sql('SELECT new', null, 1)]
  const changes = statementChanges({ ...scenario, counters, evidence: { statements } })
  expect(notable(changes).map(({ text }) => text)).toEqual(['SELECT new', 'SELECT dear'])
})

test('a count keeps all digits while it is whole', () => {
  expect([countText(1_234_567), countText(0.00847458)]).toEqual(['1,234,567', '0.00847'])
})
