import { expect, test } from 'vitest'
import { comparePlans, compareStatements, type InspectedStatements } from './statement-evidence.ts'

const inspection = (
  statements: Readonly<Record<string, [calls: number, us: number]>>,
  plans: Readonly<Record<string, string>> = {},
): InspectedStatements => ({
  operations: 100,
  statements: new Map(
    Object.entries(statements).map(([text, [calls, us]]) => [text, { calls, rows: calls, us }]),
  ),
  plans: new Map(Object.entries(plans)),
})

test('statements are told per operation over all processes of an arm, most changed first', () => {
  const base = [inspection({ a: [100, 1_000] }), inspection({ a: [100, 3_000] })]
  const head = [inspection({ a: [100, 2_000], b: [50, 9_000] })]
  expect(compareStatements(base, head)).toEqual([
    { statement: 'b', base: null, head: { calls: 0.5, rows: 0.5, us: 90 } },
    {
      statement: 'a',
      base: { calls: 1, rows: 1, us: 20 },
      head: { calls: 1, rows: 1, us: 20 },
    },
  ])
})

test('a plan has changed when no process of head has a plan of base', () => {
  const plans = (plan: string) => inspection({}, { q: plan })
  const changed = (base: readonly string[], head: readonly string[]) =>
    comparePlans(base.map(plans), head.map(plans))[0]?.changed
  expect(changed(['Index Scan', 'Index Scan'], ['Seq Scan', 'Seq Scan'])).toBe(true)
  // Close costs: planned apart in equal databases, too.
  expect(changed(['Index Scan', 'Seq Scan'], ['Seq Scan', 'Seq Scan'])).toBe(false)
})

test('two joins that changed places are the same plan, another index is another', () => {
  const join = (first: string, second: string, index = 'payment_pkey') =>
    [
      'Hash Join',
      `  Hash Cond: (${first}.id = payment.${first}_id)`,
      `  ->  Seq Scan on account ${first}`,
      '  ->  Hash',
      '        ->  Hash Join',
      `              ->  Seq Scan on account ${second}`,
      `              ->  Index Scan using ${index} on payment payment_1`,
    ].join('\n')
  const changed = (base: string, head: string) =>
    comparePlans([inspection({}, { q: base })], [inspection({}, { q: head })])[0]?.changed
  expect(changed(join('debtor', 'creditor'), join('creditor', 'debtor'))).toBe(false)
  expect(changed(join('debtor', 'creditor'), join('debtor', 'creditor', 'payment_key'))).toBe(true)
})

test('a statement of one arm alone has a plan, and none that changed', () => {
  expect(comparePlans([], [inspection({}, { q: 'Seq Scan' })])).toEqual([
    { statement: 'q', base: null, head: 'Seq Scan', changed: false },
  ])
})
