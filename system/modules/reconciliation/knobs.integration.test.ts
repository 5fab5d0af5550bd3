import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Stage } from './testing-stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.set({
    RECONCILIATION_BULK_THRESHOLD: '5',
    RECONCILIATION_BATCH_SIZE: '2',
    JOB_CONCURRENCY: '1',
  })
})
afterAll(async () => stage[Symbol.asyncDispose]())

describe('the environment', () => {
  it('sets from how many invoices on the work is done in a job, and in what batches', async () => {
    const few = await stage.customer(4, 400)
    expect(
      (await stage.system.reconcile({ depositId: few.depositId, invoiceIds: few.invoiceIds }))
        .status,
    ).toBe(201)
    const many = await stage.customer(5, 500)
    const events = await stage.system.events()
    const { status } = await stage.system.reconcile({
      depositId: many.depositId,
      invoiceIds: many.invoiceIds,
    })
    expect(status).toBe(202)
    await events.until((event) => event.type === 'reconciliation_completed')
    expect(events.all.map((event) => event.processed)).toEqual([2, 4, 5, 5])
    events.close()
  })
})
