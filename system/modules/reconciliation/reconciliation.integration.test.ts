import { randomUUID } from 'node:crypto'
import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../../testing/eventually.ts'
import { addCustomer, violations } from './testing.ts'
import { Stage } from './testing-stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.set()
})
afterAll(async () => stage[Symbol.asyncDispose]())

describe('a deposit below the threshold', () => {
  for (const count of [1, 30, 49]) {
    it(`pays ${count} invoices before it answers`, async () => {
      const { customerId, invoiceIds, depositId } = await stage.customer(count, count * 100)
      const answer = await stage.system.reconcile({ depositId, invoiceIds })
      expect(answer.status).toBe(201)
      expect(answer.body).toEqual({
        reconciliationId: expect.any(String),
        depositId,
        invoices: count,
        entries: count,
        allocatedMinor: count * 100,
        unallocatedMinor: 0,
        currency: 'EUR',
      })
      expect((await stage.invoicesOf(customerId)).map(({ status }) => status)).toEqual(
        invoiceIds.map(() => 'paid'),
      )
      expect(await violations(stage.scratch.database)).toEqual([])
    })
  }
})

describe('a deposit from the threshold on', () => {
  for (const count of [50, 1_000]) {
    it(`pays ${count} invoices in a job, all of them and then says so`, async () => {
      const { customerId, invoiceIds, depositId } = await stage.customer(count, count * 100)
      const events = await stage.system.events()
      const answer = await stage.system.reconcile({ depositId, invoiceIds })
      expect(answer.status).toBe(202)
      const { jobId, statusUrl } = answer.body as { jobId: string; statusUrl: string }
      expect(statusUrl).toBe(`/api/v1/jobs/${jobId}`)
      expect(answer.headers.get('location')).toBe(statusUrl)
      const completed = await events.until((event) => event.type === 'reconciliation_completed')
      // Told after the commit: whoever looks now finds it done.
      const job = (await stage.system.get(statusUrl)).body
      expect(job).toMatchObject({
        kind: 'reconciliation',
        status: 'succeeded',
        processed: count,
        total: count,
        percent: 100,
        result: { entries: count, allocatedMinor: count * 100, unallocatedMinor: 0 },
      })
      expect(completed).toMatchObject({
        jobId,
        processed: count,
        total: count,
        percent: 100,
        provisional: false,
      })
      expect((await stage.invoicesOf(customerId)).every(({ status }) => status === 'paid')).toBe(
        true,
      )
      expect(await violations(stage.scratch.database, [jobId])).toEqual([])
      events.close()
    })
  }

  it('tells its progress as provisional, rising, in batches, and never 100 before the commit', async () => {
    const { invoiceIds, depositId } = await stage.customer(100, 10_000)
    const events = await stage.system.events()
    await stage.system.reconcile({ depositId, invoiceIds })
    await events.until((event) => event.type === 'reconciliation_completed')
    const told = events.all.map(({ type, processed, percent, provisional }) => [
      type,
      processed,
      percent,
      provisional,
    ])
    expect(told).toEqual([
      ['reconciliation_progress', 20, 20, true],
      ['reconciliation_progress', 40, 40, true],
      ['reconciliation_progress', 60, 60, true],
      ['reconciliation_progress', 80, 80, true],
      ['reconciliation_progress', 100, 99, true],
      ['reconciliation_completed', 100, 100, false],
    ])
    expect(events.all.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6])
    events.close()
  })

  it('pays 5,000 invoices with long names in one go', async () => {
    const customerId = `LONG-${'x'.repeat(50)}`
    const invoiceIds = await addCustomer(stage.scratch.database, {
      customerId,
      invoices: 5_000,
      deposits: { 'D-LONG': 500_000 },
    })
    const answer = await stage.system.reconcile({ depositId: 'D-LONG', invoiceIds })
    expect(answer.status).toBe(202)
    expect(await stage.jobEnd(answer.body['statusUrl'])).toMatchObject({
      status: 'succeeded',
      result: { entries: 5_000, unallocatedMinor: 0 },
    })
  })

  it('goes on when the client has gone, whose answer nobody read', async () => {
    const { invoiceIds, depositId } = await stage.customer(200, 20_000)
    const key = randomUUID()
    const leaving = request(`${stage.system.url}/api/v1/reconciliations`, {
      method: 'POST',
      headers: {
        authorization: 'Bearer test-token',
        'x-tenant-id': 'bank',
        'content-type': 'application/json',
        'idempotency-key': key,
      },
    })
    // Leaves as soon as the last byte is on its way; that nobody answers it is what it wants.
    leaving.on('error', () => {})
    leaving.end(JSON.stringify({ depositId, invoiceIds }), () => {
      leaving.destroy()
    })
    await eventually('the request being stored', async () => {
      const rows = await stage.scratch.database.query(
        'SELECT 1 FROM reconciliation WHERE idempotency_key = $1',
        [key],
      )
      return rows.length > 0 ? true : undefined
    })
    const replay = await stage.system.reconcile({ depositId, invoiceIds }, key)
    expect(replay.headers.get('idempotent-replayed')).toBe('true')
    expect(await stage.jobEnd(replay.body['statusUrl'])).toMatchObject({
      status: 'succeeded',
      percent: 100,
    })
  })
})
