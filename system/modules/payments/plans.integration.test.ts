import { afterAll, beforeAll, expect, test } from 'vitest'
import { paymentLane } from '../../events/payment-recorded.ts'
import { SingleWriter } from '../../platform/postgres/single-writer.ts'
import { createScratchDatabase } from '../../testing/scratch-database.ts'
import type { ScratchDatabase } from '../../testing/scratch-database.ts'
import { settleHeld } from './held-statements.ts'
import { findByKeys, recordBatch } from './statements.ts'

let scratch: ScratchDatabase
/** Of one after the other the next would come while Postgres still knows the one before. */
let writer: SingleWriter
beforeAll(async () => {
  scratch = await createScratchDatabase()
  // A bank has accounts before it has payments.
  await scratch.database.query(`
insert into account (tenant, number, bank, currency, opening_minor, balance_minor, daily_limit_minor)
select 'first', 'ACC-' || n, 'ENBXAEADXXX', 'AED', 0, 0, 0 from generate_series(1, 50) as n`)
  await scratch.database.query('vacuum (analyze) payment, account')
  writer = new SingleWriter(scratch.database, paymentLane)
})
afterAll(async () => {
  writer.close()
  await scratch[Symbol.asyncDispose]()
})

interface PlanNode {
  readonly 'Node Type': string
  readonly 'Index Cond'?: string
  readonly Plans?: readonly PlanNode[]
}

/** What reads tables and indexes, not what a statement has in its hands. */
const readsRelation = /^(?:Seq|Index|Index Only|Bitmap Index|Tid) Scan$/

function scansOf(node: PlanNode): PlanNode[] {
  const below = (node.Plans ?? []).flatMap(scansOf)
  return readsRelation.test(node['Node Type']) ? [node, ...below] : below
}

/**
 * A plan is made once and kept; the worst moment for it is when nothing is there yet, and what it
 * then reads as a whole grows to millions of rows.
 */
test.each([recordBatch, settleHeld, findByKeys])(
  'on the first day of a database the plan of $name already goes by index',
  async ({ text }) => {
    const connection = await writer.connection()
    const explain = `explain (generic_plan, format json) ${text}`
    const [row] = await connection.queryArrays<[[{ Plan: PlanNode }]]>(explain)
    const scans = scansOf((row as [[{ Plan: PlanNode }]])[0][0].Plan)
    expect(scans.length).toBeGreaterThan(0)
    // An index that is read from its first entry to its last is no better than the table.
    expect(scans.filter((scan) => scan['Index Cond'] === undefined)).toEqual([])
  },
)

test('an analyze of the tables that grow fastest is a short one', async () => {
  // One column with the default target, and ten times as many rows are read as before.
  const thorough = await scratch.database.query(`
select attrelid::regclass::text as grown, attname from pg_attribute
where attrelid in ('payment'::regclass, 'entry'::regclass) and attnum > 0 and not attisdropped
  and attstattarget is distinct from 10`)
  expect(thorough).toEqual([])
})
