import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addCustomer, moneyHash } from './testing.ts'
import { Stage } from './testing-stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.set()
})
afterAll(async () => stage[Symbol.asyncDispose]())

describe('bad input', () => {
  const ok = { depositId: 'BAD-D', invoiceIds: ['BAD-0001'] }
  const cases: [name: string, request: unknown, status: number, code: string][] = [
    ['malformed JSON', '{"depositId":', 400, 'invalid-json-body'],
    ['no body', '', 400, 'empty-json-body'],
    ['an array for a body', [], 400, 'invalid-request'],
    ['null for a body', null, 400, 'invalid-request'],
    ['no deposit', { invoiceIds: ['BAD-0001'] }, 400, 'invalid-request'],
    ['a number for a deposit', { ...ok, depositId: 7 }, 400, 'invalid-request'],
    ['a member that nobody knows', { ...ok, amount: 1 }, 400, 'invalid-request'],
    ['an empty list', { ...ok, invoiceIds: [] }, 400, 'invalid-request'],
    ['numbers for invoices', { ...ok, invoiceIds: [1] }, 400, 'invalid-request'],
    ['a NUL in an id', { ...ok, invoiceIds: ['BAD\u0000'] }, 400, 'invalid-request'],
    ['an endless id', { ...ok, invoiceIds: ['x'.repeat(65)] }, 400, 'invalid-request'],
    [
      'too many invoices',
      { ...ok, invoiceIds: Array.from({ length: 5_001 }, (_, i) => `I${i}`) },
      400,
      'invalid-request',
    ],
    ['an oversized body', { ...ok, depositId: 'x'.repeat(600_000) }, 413, 'body-too-large'],
    [
      'an invoice named twice',
      { ...ok, invoiceIds: ['BAD-0001', 'BAD-0001'] },
      422,
      'duplicate-invoice',
    ],
    ['a deposit that does not exist', { ...ok, depositId: 'NONE' }, 404, 'deposit-not-found'],
    [
      'an invoice that does not exist',
      { ...ok, invoiceIds: ['BAD-0001', 'NONE'] },
      404,
      'invoice-not-found',
    ],
    [
      'an invoice of another customer',
      { ...ok, invoiceIds: ['BAD-0001', 'OTHER-0001'] },
      422,
      'invoice-of-other-customer',
    ],
    [
      'an invoice in another currency',
      { ...ok, invoiceIds: ['BAD-0001', 'BAD-USD'] },
      422,
      'invoice-in-other-currency',
    ],
    [
      'an invoice that is paid',
      { ...ok, invoiceIds: ['BAD-0001', 'BAD-0002'] },
      409,
      'invoice-already-paid',
    ],
    [
      'a deposit that is used up',
      { depositId: 'BAD-USED', invoiceIds: ['BAD-0001'] },
      409,
      'deposit-already-allocated',
    ],
    [
      'a list for a job with one wrong invoice',
      {
        ...ok,
        invoiceIds: [
          ...Array.from({ length: 60 }, (_, i) => `BAD-${String(i + 3).padStart(4, '0')}`),
          'NONE',
        ],
      },
      404,
      'invoice-not-found',
    ],
  ]

  beforeAll(async () => {
    const { database } = stage.scratch
    await addCustomer(database, {
      customerId: 'BAD',
      invoices: 80,
      deposits: { 'BAD-D': 1_000, 'BAD-USED': 100 },
    })
    await addCustomer(stage.scratch.database, { customerId: 'OTHER', invoices: 1, deposits: {} })
    await database.query(`INSERT INTO reconciliation_invoice
      (tenant, id, customer_id, currency, total_minor, outstanding_minor, due_on)
      VALUES ('bank', 'BAD-USD', 'BAD', 'USD', 1, 1, date '2026-01-01')`)
    await stage.system.reconcile({ depositId: 'BAD-USED', invoiceIds: ['BAD-0002'] })
  })

  for (const [name, request, status, code] of cases) {
    it(`${name} is refused with ${status} ${code}, and no row changes`, async () => {
      const before = await moneyHash(stage.scratch.database)
      const key = randomUUID()
      const answer = await stage.system.reconcile(request, key)
      expect(answer.body).toMatchObject({ status, code, type: `urn:problem:${code}` })
      expect(answer.status).toBe(status)
      expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json/)
      expect(String(answer.body['detail']).length).toBeGreaterThan(10)
      expect(String(answer.body['detail']).length).toBeLessThan(1_000)
      expect(await moneyHash(stage.scratch.database)).toBe(before)
      const kept = await stage.scratch.database.query(
        'SELECT 1 FROM reconciliation WHERE idempotency_key = $1 UNION ALL SELECT 1 FROM job WHERE idempotency_key = $1',
        [key],
      )
      expect(kept).toEqual([])
    })
  }

  it('a known key with another body is refused with 422 idempotency-key-reused', async () => {
    const {
      invoiceIds: [one = '', two = ''],
      depositId,
    } = await stage.customer(2, 200)
    const key = randomUUID()
    await stage.system.reconcile({ depositId, invoiceIds: [one] }, key)
    const before = await moneyHash(stage.scratch.database)
    const answer = await stage.system.reconcile({ depositId, invoiceIds: [two] }, key)
    expect(answer).toMatchObject({ status: 422, body: { code: 'idempotency-key-reused' } })
    expect(await moneyHash(stage.scratch.database)).toBe(before)
  })

  it('a request without a key, or with an endless one, is refused', async () => {
    for (const headers of [{}, { 'idempotency-key': 'x'.repeat(256) }]) {
      const answer = await fetch(`${stage.system.url}/api/v1/reconciliations`, {
        method: 'POST',
        headers: {
          authorization: 'Bearer test-token',
          'x-tenant-id': 'bank',
          'content-type': 'application/json',
          ...headers,
        },
        body: JSON.stringify(ok),
      })
      expect(answer.status).toBe(400)
    }
  })

  it('a tenant cannot spend the deposit of another', async () => {
    const answer = await stage.system.reconcile(ok, randomUUID(), 'other')
    expect(answer).toMatchObject({ status: 404, body: { code: 'deposit-not-found' } })
  })

  it('a list or job that cannot be asked for is refused with a problem document', async () => {
    for (const path of [
      '/api/v1/reconciliation/invoices?page_size=2001',
      '/api/v1/reconciliation/invoices?page=0',
      '/api/v1/reconciliation/invoices?status=lost',
      '/api/v1/reconciliation/deposits?page_size=many',
      '/api/v1/jobs/not-a-uuid',
    ]) {
      const answer = await stage.system.get(path)
      expect(answer, path).toMatchObject({ status: 400, body: { code: 'invalid-request' } })
    }
    const unknown = await stage.system.get(`/api/v1/jobs/${randomUUID()}`)
    expect(unknown).toMatchObject({ status: 404, body: { code: 'job-not-found' } })
  })
})
