import { KnownFailure } from '../errors.ts'
import { expectStatus, type TargetClient } from '../target/client.ts'
import { scenario } from './scenario.ts'

/**
 * One deposit against a thousand invoices (R4.1, R4.17), from submission to the committed end of
 * its background job, told by the event that the system sends after the commit. Polling would cost
 * the system in proportion to the time it takes, and so hide the one in the other.
 */
const invoicesPerDeposit = 1_000
const deadlineMs = 30_000

const customer = (index: number) => String(index + 1).padStart(4, '0')

function invoiceIds(index: number): string[] {
  const prefix = `INV-${customer(index)}-`
  return Array.from({ length: invoicesPerDeposit }, (_, invoice) => {
    return prefix + String(invoice + 1).padStart(4, '0')
  })
}

async function reconcileOneDeposit(client: TargetClient, index: number): Promise<string> {
  const events = await client.events()
  const answer = await client.post(
    '/api/v1/reconciliations',
    { depositId: `DEP-${customer(index)}`, invoiceIds: invoiceIds(index) },
    { 'idempotency-key': `perf-${index}` },
  )
  const job = expectStatus('reconciliation', answer, 202) as { jobId: string }
  const end = await events.waitFor(
    (event) => event['jobId'] === job.jobId && finalEvents.has(event.type),
    deadlineMs,
  )
  if (end.type !== 'reconciliation_completed') {
    const said = `reconciliation ${index} ended as ${JSON.stringify(end)}`
    throw new KnownFailure('target', `${said}, expected reconciliation_completed`)
  }
  return job.jobId
}

const finalEvents = new Set(['reconciliation_completed', 'reconciliation_failed'])

export default scenario({
  kind: 'batch',
  name: 'reconciliation',
  title: 'Reconciliation: 1,000 invoices in one deposit',
  run: reconcileOneDeposit,
  // The first two cost 15 % more in the system's process than those after the eighth.
  warmUpBatches: 8,
  slicesPerArm: 8,
  batchesPerSlice: 1,
  counterBatches: 3,
  // R4.17: a thousand invoices in less than a second.
  objectives: [{ metric: 'durationMs', compare: 'at most', limit: 1_000, atPerSecond: null }],
  invariants: [
    'reconciliation.money-conserved',
    'reconciliation.deposit-drawn',
    'reconciliation.invoice-received',
    'reconciliation.statuses-match',
    'reconciliation.no-double-payment',
    'reconciliation.entry-posted',
    'reconciliation.postings-balanced',
    'reconciliation.same-customer',
    'reconciliation.all-or-nothing',
    'reconciliation.result-iff-succeeded',
    'reconciliation.money-used-up',
    'reconciliation.jobs-settled',
    'reconciliation.acknowledged-durable',
  ],
})
