import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { RetentionRule } from './platform/retention/rule.ts'
import { Sweeper } from './platform/retention/sweeper.ts'
import { retentionRules } from './retention.ts'
import { createScratchDatabase } from './testing/scratch-database.ts'
import type { ScratchDatabase } from './testing/scratch-database.ts'

const rules = retentionRules({
  outbox: 2,
  bankMessage: 2,
  complianceAlert: 2,
  liquidity: 2,
  netting: 2,
  audit: 2,
})
const dayMs = 86_400_000

function ruleOf(table: string): RetentionRule {
  const rule = rules.find((each) => each.table === table)
  if (rule === undefined) throw new RangeError(`no rule for ${table}`)
  return rule
}

describe('a sweep', () => {
  let scratch: ScratchDatabase
  const nowMs = Date.now()
  const at = (days: number): string => new Date(nowMs + days * dayMs).toISOString()

  beforeAll(async () => {
    scratch = await createScratchDatabase()
  })
  afterAll(async () => scratch[Symbol.asyncDispose]())

  const query = async (text: string, values: readonly unknown[] = []) =>
    scratch.database.query(text, values)

  function sweeper(options: { rowsPerPass?: number; nowMs?: number } = {}) {
    const counts = { pages: 0, removed: 0 }
    const tools = {
      database: scratch.database,
      nowMs: () => options.nowMs ?? nowMs,
      rowsPerPass: options.rowsPerPass ?? 100_000,
      removed(_table: string, count: number) {
        counts.pages += 1
        counts.removed += count
      },
    }
    const sweep = new Sweeper(tools)
    const never = new AbortController().signal
    return { counts, sweep: async (rule: RetentionRule) => sweep.sweep(rule, never) }
  }

  const addBatch = async (tenant: string, days: number): Promise<number> => {
    const [row] = await scratch.database.query<{ id: number }>(
      `insert into outbox (lane, topic, message_key, n, payload, created_at)
       values ('payments', 't', $1, 1, '[]', $2) returning id`,
      [tenant, at(days)],
    )
    return row?.id ?? 0
  }
  const through = async (publishedThrough: number, gathered: number, applied: number) => {
    await query('truncate outbox_watermark, audit_gathered, payment_day_applied')
    await query(`insert into outbox_watermark values ('payments', $1)`, [publishedThrough])
    await query(`insert into audit_gathered values ('payments', $1)`, [gathered])
    await query(`insert into payment_day_applied values ('bank', $1)`, [applied])
  }
  const left = async (table: string, key: string): Promise<unknown[]> =>
    (await query(`select ${key} as key from ${table} order by 1`)).map((row) => row['key'])

  describe('of the outbox', () => {
    beforeEach(async () => {
      await query('truncate outbox, retention_mark')
    })

    test('removes what is old and leaves what is within its time', async () => {
      const ids = [
        await addBatch('bank', -9),
        await addBatch('bank', -3),
        await addBatch('bank', -1),
      ]
      await through(ids[2] ?? 0, ids[2] ?? 0, ids[2] ?? 0)
      await sweeper().sweep(ruleOf('outbox'))
      expect(await left('outbox', 'id')).toEqual(ids.slice(2))
      const [mark] = await query('select removed_before, removed_through from retention_mark')
      expect(mark).toEqual({
        removed_before: new Date(at(-2)),
        removed_through: String(ids[1]),
      })
    })

    test.each([
      ['published', 0],
      ['told by the audit log', 1],
      ['in the totals of its tenant', 2],
    ])('leaves an old row that is not %s', async (_what, which) => {
      const [first, second] = [await addBatch('bank', -9), await addBatch('bank', -9)]
      const marks = [second, second, second].with(which, first)
      await through(marks[0] ?? 0, marks[1] ?? 0, marks[2] ?? 0)
      await sweeper().sweep(ruleOf('outbox'))
      expect(await left('outbox', 'id')).toEqual([second])
    })

    test('leaves all of a tenant whose totals nobody has begun', async () => {
      const id = await addBatch('other', -9)
      await through(id, id, id)
      await sweeper().sweep(ruleOf('outbox'))
      expect(await left('outbox', 'id')).toEqual([id])
    })

    test('looks at so many rows a pass, and the next pass goes on from there', async () => {
      let last = 0
      for (let row = 0; row < 25; row += 1) last = await addBatch('bank', -9)
      await through(last, last, last)
      const { counts, sweep } = sweeper({ rowsPerPass: 10 })
      const removed: number[] = []
      for (let pass = 0; pass < 4; pass += 1) {
        await sweep(ruleOf('outbox'))
        removed.push(counts.removed)
      }
      expect(removed).toEqual([10, 20, 25, 25])
    })

    test('marks the highest key as a number: the tenth row is beyond the ninth', async () => {
      await query('truncate outbox restart identity')
      for (let row = 0; row < 12; row += 1) await addBatch('bank', -9)
      await through(12, 12, 12)
      await sweeper().sweep(ruleOf('outbox'))
      expect(await query('select removed_through from retention_mark')).toEqual([
        { removed_through: '12' },
      ])
    })

    test('gets past old rows that are still needed, and past dates that lie ahead', async () => {
      const kept = [await addBatch('other', -9), await addBatch('other', -9)]
      const ahead = [await addBatch('bank', 9), await addBatch('bank', 9)]
      const last = await addBatch('bank', -9)
      await through(last, last, last)
      const { sweep } = sweeper({ rowsPerPass: 2 })
      for (let pass = 0; pass < 3; pass += 1) await sweep(ruleOf('outbox'))
      expect(await left('outbox', 'id')).toEqual([...kept, ...ahead])
    })

    test('ends at the first page whose last row is within its time', async () => {
      const last = await addBatch('bank', -1)
      for (let row = 0; row < 5; row += 1) await addBatch('bank', -1)
      await through(last, last, last)
      const { counts, sweep } = sweeper({ rowsPerPass: 1 })
      await sweep(ruleOf('outbox'))
      await sweep(ruleOf('outbox'))
      expect(counts.pages).toBe(2)
    })

    test('by two processes at once removes each row once', async () => {
      let last = 0
      for (let row = 0; row < 40; row += 1) last = await addBatch('bank', -9)
      await through(last, last, last)
      const both = [sweeper({ rowsPerPass: 5 }), sweeper({ rowsPerPass: 5 })]
      for (let pass = 0; pass < 10; pass += 1) {
        await Promise.all(both.map(async ({ sweep }) => sweep(ruleOf('outbox'))))
      }
      expect(both.reduce((sum, { counts }) => sum + counts.removed, 0)).toBe(40)
      expect(await left('outbox', 'id')).toEqual([])
    })

    test('removes nothing because a clock of business jumped ahead', async () => {
      const id = await addBatch('bank', 0)
      await through(id, id, id)
      await sweeper({ nowMs: nowMs + 3_650 * dayMs }).sweep(ruleOf('outbox'))
      expect(await left('outbox', 'id')).toEqual([id])
    })
  })

  test('of messages to banks removes what was answered long ago, and leaves what waits', async () => {
    const add = async (days: number, state: string, answeredDays: number): Promise<string> => {
      const ms = Math.round(nowMs + days * dayMs)
      const [row] = await scratch.database.query<{ id: string }>(
        `insert into bank_message (payment_id, tenant, bank, body, state, due_at)
         values ((lpad(to_hex($1::bigint), 12, '0') || '70008' ||
           substr(replace(gen_random_uuid()::text, '-', ''), 1, 15))::uuid, 'bank', 'B', '{}', $2, $3)
         returning payment_id as id`,
        [ms, state, at(answeredDays)],
      )
      return row?.id ?? ''
    }
    await add(-10, 'delivered', -9)
    const waiting = await add(-9, 'waiting', -9)
    const lately = await add(-8, 'delivered', -1)
    await add(-7, 'refused', -7)
    const young = await add(-1, 'delivered', -1)
    await sweeper().sweep(ruleOf('bank_message'))
    expect(await left('bank_message', 'payment_id')).toEqual([waiting, lately, young])
  })

  test('of days drops those before the first that is kept', async () => {
    const day = (days: number): string => at(days).slice(0, 10)
    await query('select audit_add_days($1::date, $2::date)', [day(-4), day(0)])
    const jumped = sweeper({ nowMs: nowMs + 3_650 * dayMs })
    await jumped.sweep(ruleOf('audit_log'))
    expect(jumped.counts.removed).toBe(2)
    const names =
      await query(`select relname as name from pg_inherits join pg_class on oid = inhrelid
      where inhparent = 'audit_log'::regclass and relname ~ '\\d{8}$' order by 1`)
    const kept = [day(-2), day(-1), day(0)]
    expect(names.map(({ name }) => name)).toEqual(
      kept.map((each) => `audit_log_${each.replaceAll('-', '')}`),
    )
  })
})
