import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { violations } from './testing.ts'
import { Stage } from './testing-stage.ts'

let stage: Stage

beforeAll(async () => {
  stage = await Stage.set()
})
afterAll(async () => stage[Symbol.asyncDispose]())

describe('money and invoices that do not match', () => {
  it('a deposit that is too small pays the first due, the last of them in part, and leaves the rest', async () => {
    const { customerId, invoiceIds, depositId } = await stage.customer(5, 250)
    const shuffled = [3, 0, 4, 2, 1].map((index) => invoiceIds[index])
    const answer = await stage.system.reconcile({ depositId, invoiceIds: shuffled })
    expect(answer.body).toMatchObject({
      invoices: 5,
      entries: 3,
      allocatedMinor: 250,
      unallocatedMinor: 0,
      partiallyPaidInvoiceId: invoiceIds[2],
    })
    const paid = await stage.invoicesOf(customerId)
    expect(paid.map(({ outstanding, status, version }) => [outstanding, status, version])).toEqual([
      [0, 'paid', 1],
      [0, 'paid', 1],
      [50, 'partially_paid', 1],
      [100, 'open', 0],
      [100, 'open', 0],
    ])
  })

  it('a deposit that is too large keeps the rest, and a later request can use it', async () => {
    const { invoiceIds, depositId } = await stage.customer(4, 500)
    const first = await stage.system.reconcile({ depositId, invoiceIds: invoiceIds.slice(0, 3) })
    expect(first.body).toMatchObject({ entries: 3, allocatedMinor: 300, unallocatedMinor: 200 })
    const second = await stage.system.reconcile({ depositId, invoiceIds: invoiceIds.slice(3) })
    expect(second.body).toMatchObject({ entries: 1, allocatedMinor: 100, unallocatedMinor: 100 })
    expect(await violations(stage.scratch.database)).toEqual([])
  })

  it('an invoice paid in part takes only what is left of it from the next deposit', async () => {
    const { invoiceIds, depositIds } = await stage.customer(1, 30, 100)
    await stage.system.reconcile({ depositId: depositIds[0], invoiceIds })
    const second = await stage.system.reconcile({ depositId: depositIds[1], invoiceIds })
    expect(second.body).toMatchObject({ allocatedMinor: 70, unallocatedMinor: 30 })
    expect(await violations(stage.scratch.database)).toEqual([])
  })
})

describe('the same request again', () => {
  for (const count of [10, 60]) {
    it(`with ${count} invoices gets the same answer and pays nothing twice`, async () => {
      const { invoiceIds, depositId } = await stage.customer(count, count * 200)
      const request = { depositId, invoiceIds }
      const key = randomUUID()
      const answers = await Promise.all(
        Array.from({ length: 20 }, async () => stage.system.reconcile(request, key)),
      )
      const late = await stage.system.reconcile(request, key)
      const replayed = answers.filter((answer) => answer.headers.has('idempotent-replayed'))
      expect(replayed.length).toBe(19)
      for (const answer of [...answers, late]) {
        expect(answer.status).toBe(late.status)
        expect(answer.body).toEqual(late.body)
      }
      if (late.status === 202) {
        await stage.jobEnd(late.body['statusUrl'])
      }
      const [entries] = await stage.scratch.database.query(
        'SELECT count(*) FROM reconciliation_entry WHERE deposit_id = $1',
        [request.depositId],
      )
      expect(entries).toEqual({ count })
      expect(await violations(stage.scratch.database)).toEqual([])
    })
  }
})

describe('two deposits over the same invoices', () => {
  it('in jobs: one wins, the other is refused whole, nothing is paid twice', async () => {
    const { invoiceIds, depositIds } = await stage.customer(300, 20_000, 20_000)
    const events = await stage.system.events()
    // 100 invoices in common: 1-200 and 101-300.
    const [first, second] = await Promise.all([
      stage.system.reconcile({ depositId: depositIds[0], invoiceIds: invoiceIds.slice(0, 200) }),
      stage.system.reconcile({ depositId: depositIds[1], invoiceIds: invoiceIds.slice(100) }),
    ])
    expect([first.status, second.status]).toEqual([202, 202])
    const ends = await Promise.all([
      stage.jobEnd(first.body['statusUrl']),
      stage.jobEnd(second.body['statusUrl']),
    ])
    expect(new Set(ends.map((job) => job['status']))).toEqual(new Set(['failed', 'succeeded']))
    const loser = ends.find((job) => job['status'] === 'failed')
    expect(loser).toMatchObject({
      processed: 0,
      percent: 0,
      error: { code: 'invoice-already-paid' },
    })
    const failed = await events.until((event) => event.type === 'reconciliation_failed')
    expect(failed).toMatchObject({ jobId: loser?.['id'], percent: 0, code: 'invoice-already-paid' })
    expect(String(failed['message'])).toMatch(/^invoice is paid already: .* and 95 more$/)
    expect(await violations(stage.scratch.database)).toEqual([])
    events.close()
  })

  it('inline at the same moment: every invoice is paid once, by whichever came first', async () => {
    const { invoiceIds, depositIds } = await stage.customer(
      40,
      ...Array.from({ length: 8 }, () => 1_000),
    )
    const answers = await Promise.all(
      depositIds.map(async (depositId, index) =>
        stage.system.reconcile({
          depositId,
          invoiceIds: index % 2 === 0 ? invoiceIds : invoiceIds.toReversed(),
        }),
      ),
    )
    for (const answer of answers) {
      expect([201, 409]).toContain(answer.status)
    }
    expect(answers.some((answer) => answer.status === 201)).toBe(true)
    expect(await violations(stage.scratch.database)).toEqual([])
  })
})
