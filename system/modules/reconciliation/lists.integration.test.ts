import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Stage } from './testing-stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.set()
})
afterAll(async () => stage[Symbol.asyncDispose]())

describe('the lists', () => {
  it('page through deposits and invoices by customer and status, first due first', async () => {
    const { customerId, invoiceIds, depositId } = await stage.customer(7, 250)
    await stage.system.reconcile({ depositId, invoiceIds: invoiceIds.slice(0, 3) })
    const path = `/api/v1/reconciliation/invoices?customerId=${customerId}`
    const open = await stage.system.get(`${path}&status=open&page=2&page_size=3`)
    expect(open.body).toEqual({
      items: [expect.objectContaining({ id: invoiceIds[6], status: 'open', dueOn: '2026-01-08' })],
      page: 2,
      pageSize: 3,
      hasMore: false,
    })
    const first = await stage.system.get<{ items: { id: string }[]; hasMore: boolean }>(
      `${path}&page_size=6`,
    )
    expect(first.body.hasMore).toBe(true)
    expect(first.body.items.map((item) => item.id)).toEqual(invoiceIds.slice(0, 6))
    const deposits = await stage.system.get<{ items: { id: string }[] }>(
      '/api/v1/reconciliation/deposits?status=allocated&page_size=2000',
    )
    expect(deposits.body.items.find((item) => item.id === depositId)).toEqual({
      id: depositId,
      customerId,
      currency: 'EUR',
      amountMinor: 250,
      unallocatedMinor: 0,
      receivedOn: '2026-06-01',
      status: 'allocated',
    })
  })

  it('show a tenant nothing of another, nor its jobs', async () => {
    const { invoiceIds, depositId } = await stage.customer(50, 5_000)
    const accepted = await stage.system.reconcile({ depositId, invoiceIds })
    const statusUrl = String(accepted.body['statusUrl'])
    await stage.jobEnd(statusUrl)
    expect((await stage.system.get(statusUrl, 'other')).status).toBe(404)
    const invoices = await stage.system.get('/api/v1/reconciliation/invoices', 'other')
    expect(invoices.body['items']).toEqual([])
  })
})
