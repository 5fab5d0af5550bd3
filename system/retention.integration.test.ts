import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { allViolatedInvariants } from './testing/invariants.ts'
import { SystemUnderTest } from './testing/system-process.ts'

describe('a system that is old', () => {
  const order = { debtorAccount: 'ACC-000001', currency: 'USD' }
  const retention = {
    RETENTION_INTERVAL_MS: '10',
    OUTBOX_RETENTION_DAYS: '1',
    COMPLIANCE_ALERT_RETENTION_DAYS: '1',
    LIQUIDITY_RETENTION_DAYS: '1',
    NETTING_RETENTION_DAYS: '1',
  }
  const aMonthLater = { CLOCK_STARTS_AT: '2026-02-04T09:00:00Z', ...retention }
  let system: SystemUnderTest

  beforeAll(async () => {
    system = await new SystemUnderTest({
      NETTING_INTERVAL_MS: '0',
      COMPLIANCE_AMOUNT_USD_MINOR: '100000',
    }).prepare()
    await system.start()
    for (let cycle = 0; cycle < 3; cycle += 1) await settleCycle(`cycle-${cycle}`)
    const decided = await system.pay('decided', {
      ...order,
      creditorAccount: 'ACC-000002',
      amountMinor: 200_000,
    })
    await system.pay('waiting', { ...order, creditorAccount: 'ACC-000002', amountMinor: 300_000 })
    const review = { body: { decision: 'approve' } }
    await system.request(`/api/v1/payments/${String(decided.json['id'])}/review`, review)
    await system.quiescent()
    await system.end('SIGTERM')
  })
  afterAll(async () => system[Symbol.asyncDispose]())

  async function settleCycle(name: string): Promise<void> {
    await Promise.all(
      Array.from({ length: 12 }, async (_, index) =>
        system.pay(`${name}-${index}`, {
          ...order,
          creditorAccount: `ACC-00000${2 + (index % 3)}`,
          amountMinor: 100 + index,
        }),
      ),
    )
    const { json } = await system.request('/api/v1/netting/cycles', { body: {} })
    expect(json['state']).toBe('settled')
  }

  const count = async (table: string): Promise<number> => {
    const [row] = await system.rows<{ n: string }>(`select count(*) as n from ${table}`)
    return Number(row?.n)
  }

  test('keeps its books, and everything about them is still true, though it is killed in the middle', async () => {
    const batches = await count('outbox')
    const payments = await count('payment')
    expect(batches).toBeGreaterThan(3)
    await system.start({ ...aMonthLater, RETENTION_ROWS_PER_PASS: '1' })
    await system.until('removing', async () => (await count('outbox')) < batches)
    await system.end('SIGKILL')
    expect(await allViolatedInvariants(system, {})).toEqual([])
    await system.start(aMonthLater)
    await system.ready()
    await system.until('rid of its events', async () => (await count('outbox')) === 0)
    await system.until('rid of its cycles', async () => (await count('netting_cycle')) === 2)
    await system.until('rid of an alert', async () => (await count('compliance_alert')) === 1)
    await system.quiescent()
    expect(await count('payment')).toBe(payments)
    expect(await allViolatedInvariants(system, {})).toEqual([])
  })

  test('goes on from there: cycles follow those that are gone, and no alert comes back', async () => {
    await settleCycle('later')
    await system.quiescent()
    await system.end('SIGTERM')
    await system.start(aMonthLater)
    await system.ready()
    await system.quiescent()
    expect(await count('compliance_alert')).toBe(1)
    const { text } = await system.request('/metrics')
    expect(text).toContain('retention_removed_total')
    expect(await allViolatedInvariants(system, {})).toEqual([])
  })

  test('and an event that is missing, or a gap between cycles, is still found out', async () => {
    await system.end('SIGTERM')
    await system.rows(`create table kept as select * from outbox;
      delete from outbox where id = (select max(id) from outbox)`)
    const missing = (await allViolatedInvariants(system, {})).map(({ id }) => id)
    expect(missing).toContain('payments.events-complete')
    await system.rows(`delete from outbox;
      insert into outbox overriding system value select * from kept; drop table kept`)
    await system.rows('update netting_removed set through_number = through_number - 1')
    const gap = (await allViolatedInvariants(system, {})).map(({ id }) => id)
    await system.rows('update netting_removed set through_number = through_number + 1')
    expect(gap).toContain('netting.positions-true')
    expect(await allViolatedInvariants(system, {})).toEqual([])
  })
})
