import { Type } from 'typebox'
import type { Static } from 'typebox'
import type { JobRecord } from './rows.ts'

export const jobSchema = Type.Object(
  {
    id: Type.String({ format: 'uuid' }),
    kind: Type.String(),
    status: Type.Enum(['queued', 'running', 'succeeded', 'failed']),
    processed: Type.Integer({ minimum: 0, description: 'Provisional while the job runs' }),
    total: Type.Integer({ minimum: 0 }),
    percent: Type.Integer({
      minimum: 0,
      maximum: 100,
      description: '100 only once the job is durable',
    }),
    result: Type.Optional(Type.Unknown({ description: 'Present when succeeded' })),
    error: Type.Optional(Type.Object({ code: Type.String(), message: Type.String() })),
    createdAt: Type.String({ format: 'date-time' }),
    finishedAt: Type.Optional(Type.String({ format: 'date-time' })),
  },
  { $id: 'Job', title: 'Job' },
)
export type JobView = Static<typeof jobSchema>

/**
 * Rounded down, and never 100 before the job is durable: work that may still roll back is not done.
 */
export function percentOf(processed: number, total: number, durable: boolean): number {
  if (durable) {
    return 100
  }
  return total === 0 ? 0 : Math.min(99, Math.floor((processed * 100) / total))
}

export function viewOf(job: JobRecord): JobView {
  return {
    id: job.id,
    kind: job.kind,
    status: job.status,
    processed: job.processed,
    total: job.total,
    percent: percentOf(job.processed, job.total, job.status === 'succeeded'),
    ...(job.status === 'succeeded' && { result: job.result }),
    ...(job.status === 'failed' && job.error !== null && { error: job.error }),
    createdAt: job.createdAt.toISOString(),
    ...(job.finishedAt !== null && { finishedAt: job.finishedAt.toISOString() }),
  }
}
