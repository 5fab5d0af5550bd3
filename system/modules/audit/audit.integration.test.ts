import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectProblem } from '../../testing/expectations.ts'
import { violatedInvariants } from '../../testing/invariants.ts'
import { createScratchDatabase } from '../../testing/scratch-database.ts'
import type { ScratchDatabase } from '../../testing/scratch-database.ts'
import { SystemUnderTest, testToken } from '../../testing/system-process.ts'
import { AuditLog } from './log.ts'
import type { AuditPage } from './schemas.ts'

const principal = `token:${createHash('sha256').update(testToken).digest('hex').slice(0, 12)}`
const order = { debtorAccount: 'ACC-000001', creditorAccount: 'ACC-000002', currency: 'USD' }

describe('the log of a running system', () => {
  let system: SystemUnderTest
  beforeAll(async () => {
    system = await new SystemUnderTest({
      NETTING_INTERVAL_MS: '0',
      COMPLIANCE_AMOUNT_USD_MINOR: '100000',
    }).prepare()
    await system.start()
  })
  afterAll(async () => {
    await system[Symbol.asyncDispose]()
  })

  async function read(query = ''): Promise<AuditPage> {
    const { status, json } = await system.request(`/api/v1/audit${query}`)
    expect(status).toBe(200)
    return json as unknown as AuditPage
  }

  test('tells of every batch of payments once, and of cycles with who asked for them', async () => {
    for (let batch = 0; batch < 3; batch += 1) {
      await Promise.all(
        Array.from({ length: 20 }, async (_, index) =>
          system.pay(`${batch}-${index}`, { ...order, amountMinor: 100 + index }),
        ),
      )
    }
    await system.request('/api/v1/netting/cycles', { body: {} })
    await system.quiescent()
    const batches = (await read('?action=payments-recorded')).items
    const told = batches.reduce((sum, { details }) => sum + Number(details['payments']), 0)
    // Sixty payments, and the transfers that settled the cycle.
    expect(told).toBeGreaterThanOrEqual(61)
    const actions = (await read()).items.map(({ actor, action }) => `${actor} ${action}`)
    expect(actions).toContain(`${principal} netting-cycle-closed`)
    expect(actions).toContain('netting netting-cycle-settled')
    expect(await violatedInvariants(system, 'audit')).toEqual([])
  })

  test('tells of every decided review in the commit that decides it', async () => {
    const held = await system.pay('large', { ...order, amountMinor: 200_000 })
    expect(held.json).toMatchObject({ status: 'in-review' })
    const id = String(held.json['id'])
    const decision = { body: { decision: 'approve' } }
    expect((await system.request(`/api/v1/payments/${id}/review`, decision)).status).toBe(200)
    const { items } = await read('?action=review-decided')
    expect(items).toMatchObject([
      { actor: principal, subject: id, details: { decision: 'approve', status: 'settled' } },
    ])
    await system.quiescent()
    expect(await violatedInvariants(system, 'audit')).toEqual([])
  })

  test('names the session, and the token that opened it, of who acted by one', async () => {
    const { json: session } = await system.request('/api/v1/sessions', { method: 'POST' })
    const held = await system.pay('larger', { ...order, amountMinor: 300_000 })
    const { status } = await system.request(`/api/v1/payments/${String(held.json['id'])}/review`, {
      body: { decision: 'refuse' },
      headers: { authorization: `Bearer ${String(session['token'])}` },
    })
    expect(status).toBe(200)
    const [newest] = (await read('?action=review-decided')).items
    expect(newest?.actor).toMatch(new RegExp(`^${principal}/session:[\\w-]{12}$`))
    expect(newest?.details).toMatchObject({ decision: 'refuse', status: 'rejected' })
  })

  test('is read by time, a page at a time, newest first', async () => {
    const first = await read('?page_size=2')
    const second = await read('?page_size=2&page=2')
    expect([first.items.length, first.hasMore]).toEqual([2, true])
    const ids = [...first.items, ...second.items].map(
      ({ at, id }) => `${at} ${String(id).padStart(9)}`,
    )
    expect(ids).toEqual(ids.toSorted().toReversed())
    expect((await read('?from=2020-01-01T00:00:00Z&to=2020-01-02T00:00:00Z')).items).toEqual([])
    const other = await system.request('/api/v1/audit', { headers: { 'x-tenant-id': 'other' } })
    expect(other.json['items']).toEqual([])
    const backwards = '?from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z'
    expectProblem(await system.request(`/api/v1/audit${backwards}`), 400, 'empty-period')
    expect((await system.request('/api/v1/audit?from=yesterday')).status).toBe(400)
  })

  test('is complete after kill -9 between a batch and its line', async () => {
    await Promise.all(
      Array.from({ length: 50 }, async (_, index) =>
        system.pay(`killed-${index}`, { ...order, amountMinor: 100 }),
      ),
    )
    await system.end('SIGKILL')
    await system.start()
    await system.ready()
    await system.quiescent()
    expect(await violatedInvariants(system, 'audit')).toEqual([])
  })

  test.each([
    [
      'a row has no day of its own',
      `insert into audit_log (at, tenant, actor, action, subject) values ('1999-12-31', 'x', 'x', 'x', 'x')`,
      `delete from audit_log where tenant = 'x'`,
      'audit.every-row-has-its-day',
    ],
    [
      'a batch is not told',
      `create table kept as select * from audit_log where action = 'payments-recorded' limit 1;
       delete from audit_log where id in (select id from kept)`,
      `insert into audit_log overriding system value select * from kept; drop table kept`,
      'audit.batches-told-once',
    ],
    [
      'a batch is told twice',
      `insert into audit_log (at, tenant, actor, action, subject, details)
         select at, tenant, 'twice', action, subject, details from audit_log
         where action = 'payments-recorded' limit 1`,
      `delete from audit_log where actor = 'twice'`,
      'audit.batches-told-once',
    ],
    [
      'a review is not told',
      `create table kept as select * from audit_log where action = 'review-decided';
       delete from audit_log where action = 'review-decided'`,
      `insert into audit_log overriding system value select * from kept; drop table kept`,
      'audit.decisions-told-once',
    ],
    [
      'the log fell behind',
      `update audit_gathered set through_id = through_id - 1`,
      `update audit_gathered set through_id = through_id + 1`,
      'audit.gathered-through',
    ],
  ])('it is found out when %s', async (_what, mutate, undo, caughtBy) => {
    await system.end('SIGTERM')
    await system.rows(mutate)
    const caught = (await violatedInvariants(system, 'audit')).map(({ id }) => id)
    await system.rows(undo)
    expect(caught).toContain(caughtBy)
    expect(await violatedInvariants(system, 'audit')).toEqual([])
  })
})

describe('days', () => {
  let scratch: ScratchDatabase
  beforeAll(async () => {
    scratch = await createScratchDatabase()
  })
  afterAll(async () => {
    await scratch[Symbol.asyncDispose]()
  })

  async function partitions(): Promise<readonly string[]> {
    const rows = await scratch.database.query<{ name: string }>(
      `select relname as name from pg_inherits join pg_class on oid = inhrelid
       where inhparent = 'audit_log'::regclass order by 1`,
    )
    return rows.map(({ name }) => name)
  }

  test('are made before they come', async () => {
    let nowMs = Date.parse('2026-02-27T23:59:00Z')
    const log = new AuditLog(scratch.database, { daysAhead: 2 }, () => nowMs)
    await log.keepDays()
    const days = (...of: string[]) => [...of.map((day) => `audit_log_${day}`), 'audit_log_default']
    expect(await partitions()).toEqual(days('20260227', '20260228', '20260301'))
    nowMs = Date.parse('2026-02-28T00:01:00Z')
    await log.keepDays()
    expect(await partitions()).toEqual(days('20260227', '20260228', '20260301', '20260302'))
  })

  test('of what is told late are made when it is told; two processes may do it at once', async () => {
    const { database } = scratch
    const at = '2026-01-05T12:00:00Z'
    await database.query(
      `insert into outbox (lane, topic, message_key, n, payload, created_at)
       select 'payments', 't', 'bank', 3, '[]', $1::timestamptz + n * interval '1 day'
       from generate_series(0, 3) as n`,
      [at],
    )
    const settings = { daysAhead: 1 }
    const logs = [1, 2].map(() => new AuditLog(database, settings, () => Date.parse(at)))
    await Promise.all(logs.map(async (log) => log.gather()))
    const [row] = await database.query<{ told: number; lost: number }>(
      `select (select count(*) from audit_log) as told, (select count(*) from audit_log_default) as lost`,
    )
    expect(row).toEqual({ told: 4, lost: 0 })
    expect(await partitions()).toContain('audit_log_20260108')
  })

  test('a rebalance is told when its money has been moved', async () => {
    const { database } = scratch
    await database.query(`select audit_add_days('2026-01-05', '2026-01-05')`)
    const [movement] = await database.query<{ id: number }>(
      `insert into liquidity_movement (tenant, pool_id, currency, amount_minor, balance_before_minor,
         balance_after_minor, reason, is_rebalance, status, decided_at)
       values ('bank', 'POOL-USD', 'USD', 5, 1, 6, 'below-low', true, 'pending', '2026-01-05T12:00:00Z')
       returning id`,
    )
    const told = async () =>
      database.query(`select subject, details from audit_log where action = 'pool-rebalanced'`)
    expect(await told()).toEqual([])
    await database.query(
      `update liquidity_movement set status = 'done', payment_id = gen_random_uuid() where id = $1`,
      [movement?.id],
    )
    expect(await told()).toMatchObject([
      {
        subject: 'POOL-USD',
        details: { movement: movement?.id, amountMinor: 5, reason: 'below-low' },
      },
    ])
  })

  test('what is appended in a transaction that fails was never told', async () => {
    const { database } = scratch
    const log = new AuditLog(database, { daysAhead: 1 }, () => Date.parse('2026-01-05'))
    const entry = { tenant: 'bank', actor: 'api', action: 'tried', subject: '1', details: {} }
    const failing = database.transaction(async (on) => {
      await log.append(on, entry)
      throw new Error('no')
    })
    await expect(failing).rejects.toThrow('no')
    expect(await database.query(`select from audit_log where action = 'tried'`)).toEqual([])
    await database.transaction(async (on) => log.append(on, entry))
    expect(await database.query(`select from audit_log where action = 'tried'`)).toHaveLength(1)
  })
})
