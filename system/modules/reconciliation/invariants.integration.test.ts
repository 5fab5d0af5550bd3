import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Stage } from './testing-stage.ts'
import { violations } from './testing.ts'

let stage: Stage
let jobId: string

beforeAll(async () => {
  stage = await Stage.set()
  const small = await stage.customer(5, 420)
  await stage.system.reconcile({ depositId: small.depositId, invoiceIds: small.invoiceIds })
  const large = await stage.customer(60, 7_000)
  const { body } = await stage.system.reconcile({
    depositId: large.depositId,
    invoiceIds: large.invoiceIds,
  })
  await stage.jobEnd(body['statusUrl'])
  jobId = String(body['jobId'])
})
afterAll(async () => stage[Symbol.asyncDispose]())

class Undo extends Error {}

/** The invariants that notice `corruption`, which is undone again. */
async function noticedBy(corruption: string): Promise<string[]> {
  let noticed: string[] = []
  const work = stage.scratch.database.transaction(async (transaction) => {
    await transaction.query(corruption)
    noticed = await violations({ ...stage.scratch.database, ...transaction }, [jobId])
    throw new Undo()
  })
  await expect(work).rejects.toBeInstanceOf(Undo)
  return noticed.map((id) => id.replace('reconciliation.', ''))
}

describe('the invariants of reconciliation', () => {
  it('hold after an inline request that ran short and a job that left a rest', async () => {
    expect(await violations(stage.scratch.database, [jobId])).toEqual([])
  })

  const paidInvoice = `(SELECT id FROM reconciliation_invoice WHERE status = 'paid' ORDER BY id LIMIT 1)`
  const jobsRequest = `(SELECT id FROM reconciliation WHERE job_id IS NOT NULL)`
  const corruptions: [what: string, statement: string, noticed: string[]][] = [
    [
      'an entry that vanished',
      `DELETE FROM reconciliation_entry WHERE id = (SELECT max(id) FROM reconciliation_entry)`,
      ['deposit-drawn', 'invoice-received', 'postings-balanced', 'all-or-nothing'],
    ],
    [
      'an invoice lowered without an entry',
      `UPDATE reconciliation_invoice SET outstanding_minor = outstanding_minor - 1 WHERE status = 'partially_paid'`,
      ['money-conserved', 'invoice-received'],
    ],
    [
      'a deposit drawn without an entry',
      `UPDATE reconciliation_deposit SET unallocated_minor = unallocated_minor - 1 WHERE status = 'partially_allocated'`,
      ['money-conserved', 'deposit-drawn'],
    ],
    [
      'an invoice touched though nothing was paid',
      `UPDATE reconciliation_invoice SET version = version + 1 WHERE id = ${paidInvoice}`,
      ['invoice-received'],
    ],
    [
      'a status that its amounts deny',
      `ALTER TABLE reconciliation_invoice ALTER COLUMN status DROP EXPRESSION; UPDATE reconciliation_invoice SET status = 'open' WHERE id = ${paidInvoice}`,
      ['statuses-match'],
    ],
    [
      'an invoice paid by two deposits',
      `INSERT INTO reconciliation_entry (tenant, reconciliation_id, deposit_id, invoice_id, currency, amount_minor)
      SELECT tenant, ${jobsRequest}, 'D0-C2', id, currency, 1 FROM reconciliation_invoice WHERE id = 'C1-0001'`,
      [
        'deposit-drawn',
        'invoice-received',
        'no-double-payment',
        'entry-posted',
        'same-customer',
        'all-or-nothing',
      ],
    ],
    [
      'a credit that vanished',
      `DELETE FROM reconciliation_posting WHERE line = 2 AND entry_id = (SELECT min(entry_id) FROM reconciliation_posting)`,
      ['entry-posted', 'postings-balanced'],
    ],
    [
      'a sign turned round',
      `UPDATE reconciliation_posting SET amount_minor = -amount_minor WHERE line = 2`,
      ['entry-posted', 'postings-balanced'],
    ],
    [
      'a posting in another currency',
      `UPDATE reconciliation_posting SET currency = 'USD' WHERE line = 1 AND entry_id = (SELECT min(entry_id) FROM reconciliation_posting)`,
      ['entry-posted', 'postings-balanced'],
    ],
    [
      'an invoice moved to another customer',
      `UPDATE reconciliation_invoice SET customer_id = 'X' WHERE id = ${paidInvoice}`,
      ['same-customer'],
    ],
    [
      'a failed job whose entries stayed',
      `UPDATE job SET status = 'failed', result = NULL, error = '{}'; UPDATE reconciliation SET result = NULL WHERE job_id IS NOT NULL`,
      ['all-or-nothing', 'acknowledged-durable'],
    ],
    [
      'a job that says succeeded before its effect',
      `UPDATE reconciliation SET result = NULL WHERE job_id IS NOT NULL`,
      ['all-or-nothing', 'result-iff-succeeded', 'acknowledged-durable'],
    ],
    [
      'a job that vanished after it was acknowledged',
      `DELETE FROM job`,
      ['result-iff-succeeded', 'acknowledged-durable'],
    ],
    [
      'money kept back while an invoice was left short',
      `UPDATE reconciliation SET result = jsonb_set(result, '{unallocatedMinor}', '5') WHERE job_id IS NULL`,
      ['money-used-up'],
    ],
    [
      'a job that nobody finished',
      `INSERT INTO job (id, tenant, kind, payload, idempotency_key, max_attempts, total) VALUES (gen_random_uuid(), 't', 'k', '{}', 'x', 1, 1)`,
      ['jobs-settled'],
    ],
  ]

  for (const [what, statement, noticed] of corruptions) {
    it(`notice ${what}`, async () => {
      expect(await noticedBy(statement)).toEqual(noticed)
    })
  }

  it('are each shown to notice something', async () => {
    const all = [...new Set(corruptions.flatMap(([, , noticed]) => noticed))]
    const everything = await violations({
      ...stage.scratch.database,
      query: async () => [{}] as never,
    })
    expect(new Set(all.map((id) => `reconciliation.${id}`))).toEqual(new Set(everything))
  })
})
