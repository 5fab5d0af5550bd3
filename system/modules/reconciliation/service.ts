import { createHash, randomUUID } from 'node:crypto'
import type { Database, Queryable } from '../../platform/postgres/database.ts'
import type { ReconciliationJob } from './background.ts'
import { reconciliationErrors } from './errors.ts'
import type { ReconciliationNeeds } from './needs.ts'
import { requireDistinct } from './payable.ts'
import type {
  ReconciliationAccepted,
  ReconciliationRequest,
  ReconciliationResult,
} from './schemas.ts'
import { examine, settle } from './settle.ts'
import type { Settlement } from './settle.ts'
import * as statements from './statements.ts'

export type ReconciliationAnswer = { readonly replayed: boolean } & (
  | { readonly mode: 'inline'; readonly result: ReconciliationResult }
  | { readonly mode: 'background'; readonly accepted: ReconciliationAccepted }
)

export interface ReconciliationService {
  /**
   * Small lists are settled before it answers, from the threshold on a job is queued. The same key
   * and request get the same answer again; a refused request leaves nothing behind, not even its
   * key.
   * @throws DomainError when a rule refuses
   */
  reconcile(
    tenant: string,
    key: string,
    request: ReconciliationRequest,
  ): Promise<ReconciliationAnswer>
}

export interface ReconciliationSettings {
  /** Invoices from which on the work is done in the background. */
  readonly bulkThreshold: number
  readonly batchSize: number
}

interface StoredRequest {
  readonly requestHash: Buffer
  readonly jobId: string | null
  readonly result: ReconciliationResult | null
}

export function createReconciliationService(
  database: Database,
  jobs: ReconciliationNeeds['jobs'],
  kind: ReconciliationJob,
  settings: ReconciliationSettings,
): ReconciliationService {
  const run = async (
    transaction: Queryable,
    settlement: Settlement,
  ): Promise<ReconciliationAnswer> => {
    const steps = { batchSize: settings.batchSize, onBatch: () => {} }
    const result = await settle(transaction, settlement, steps)
    await transaction.query(statements.recordResult, [
      settlement.reconciliationId,
      JSON.stringify(result),
    ])
    return { replayed: false, mode: 'inline', result }
  }

  const queue = async (
    transaction: Queryable,
    settlement: Settlement,
    idempotencyKey: string,
  ): Promise<ReconciliationAnswer> => {
    // What is wrong now is said now; the job looks again, under locks.
    const { deposit } = await examine(transaction, settlement, 'look')
    const { reconciliationId, tenant, depositId, invoiceIds } = settlement
    const jobId = await jobs.enqueue(transaction, kind, {
      tenant,
      idempotencyKey,
      payload: { reconciliationId, depositId, invoiceIds: [...invoiceIds] },
      total: invoiceIds.length,
      lane: `customer:${deposit.customerId}`,
    })
    await transaction.query(statements.recordJob, [reconciliationId, jobId])
    return { replayed: false, mode: 'background', accepted: acceptedAs(jobId) }
  }

  return {
    async reconcile(tenant, key, request) {
      const { depositId, invoiceIds } = request
      requireDistinct(invoiceIds)
      const requestHash = hashOf(request)
      return database.transaction(async (transaction) => {
        const reconciliationId = randomUUID()
        const claimed = await transaction.query(statements.claimRequest, [
          reconciliationId,
          tenant,
          key,
          requestHash,
          depositId,
          invoiceIds.length,
        ])
        if (claimed.length === 0) {
          return replay(transaction, tenant, key, requestHash)
        }
        const settlement = { reconciliationId, tenant, depositId, invoiceIds }
        return invoiceIds.length < settings.bulkThreshold
          ? run(transaction, settlement)
          : queue(transaction, settlement, key)
      })
    },
  }
}

async function replay(
  transaction: Queryable,
  tenant: string,
  key: string,
  requestHash: Buffer,
): Promise<ReconciliationAnswer> {
  const [stored] = await transaction.query<StoredRequest>(statements.findRequest, [tenant, key])
  if (stored === undefined) {
    throw new Error(`request with key ${key} neither claimed nor found, expected one of them`)
  }
  if (!stored.requestHash.equals(requestHash)) {
    throw reconciliationErrors.keyReused()
  }
  if (stored.jobId !== null) {
    return { replayed: true, mode: 'background', accepted: acceptedAs(stored.jobId) }
  }
  if (stored.result === null) {
    throw new Error(`request with key ${key} has neither a job nor a result, expected one of them`)
  }
  return { replayed: true, mode: 'inline', result: stored.result }
}

function acceptedAs(jobId: string): ReconciliationAccepted {
  return { jobId, statusUrl: `/api/v1/jobs/${jobId}` }
}

/** The order of the invoices does not change what happens, but it is another body. */
function hashOf(request: ReconciliationRequest): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([request.depositId, request.invoiceIds]))
    .digest()
}
