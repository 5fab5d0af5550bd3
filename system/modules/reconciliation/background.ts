import type { JobKind } from '../../platform/jobs/kinds.ts'
import { percentOf } from '../../platform/jobs/schemas.ts'
import type { Database } from '../../platform/postgres/database.ts'
import type { WebSocketHub } from '../../platform/websocket/hub.ts'
import { jobPayloadSchema, resultSchema } from './schemas.ts'
import { settle } from './settle.ts'
import { recordResult } from './statements.ts'

const maxAttempts = 3
const priority = 0

export type ReconciliationJob = JobKind<typeof jobPayloadSchema, typeof resultSchema>

/**
 * The same settlement as inline, in a job: its result, the job's success and the money are one
 * transaction. Progress is told as provisional, because until the commit all of it may roll back.
 */
export function createReconciliationJob(
  database: Database,
  hub: Pick<WebSocketHub, 'publish'>,
  batchSize: number,
): ReconciliationJob {
  return {
    name: 'reconciliation',
    payload: jobPayloadSchema,
    result: resultSchema,
    maxAttempts,
    priority,
    async run(job) {
      const total = job.payload.invoiceIds.length
      return database.transaction(async (transaction) => {
        // A frozen worker must not keep its locks after another one has taken over.
        await transaction.query(
          `set local idle_in_transaction_session_timeout = ${Math.trunc(job.visibilityTimeoutMs)}`,
        )
        const result = await settle(
          transaction,
          { tenant: job.tenant, ...job.payload },
          {
            batchSize,
            onBatch(processed) {
              job.signal.throwIfAborted()
              job.progress(processed)
              const percent = percentOf(processed, total, false)
              const told = { jobId: job.id, attempt: job.attempt, processed, total, percent }
              const type = 'reconciliation_progress'
              hub.publish(job.tenant, { type, ...told, provisional: true })
            },
          },
        )
        await transaction.query(recordResult, [
          job.payload.reconciliationId,
          JSON.stringify(result),
        ])
        await job.completeWithin(transaction, result)
        return result
      })
    },
    settled(job, outcome) {
      const { id: jobId, total } = job
      const about = { jobId, depositId: job.payload.depositId, total, provisional: false }
      hub.publish(
        job.tenant,
        outcome.status === 'succeeded'
          ? { type: 'reconciliation_completed', ...about, processed: total, percent: 100 }
          : {
              type: 'reconciliation_failed',
              ...about,
              processed: 0,
              percent: 0,
              ...outcome.failure,
            },
      )
    },
  }
}
