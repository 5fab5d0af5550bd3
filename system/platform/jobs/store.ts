import type { Database, Queryable } from '../postgres/database.ts'
import type { JobFailure } from './errors.ts'
import { FencedOut } from './errors.ts'
import type { BuriedJob, ClaimedJob, JobRecord, JobStatus, NewJob, QueueLength } from './rows.ts'
import * as statements from './statements.ts'

/** The channel that says "there is a new job"; databases do not hear each other's. */
export const jobChannel = 'job_queued'

export interface Heartbeat {
  readonly id: string
  readonly fence: number
  readonly processed: number
}

/**
 * The queue as a table. Each function is one statement; those that a worker calls carry its fence.
 */
export interface JobStore {
  /** Outside of any transaction. */
  readonly outside: Queryable
  /** @returns the id of the job that has this key: the new one, or the one that was there. */
  insert(on: Queryable, job: NewJob, priority: number, maxAttempts: number): Promise<string>
  claim(kinds: readonly string[], limit: number, leaseMs: number): Promise<readonly ClaimedJob[]>
  /** @returns ids that are still held */
  beat(beats: readonly Heartbeat[], leaseMs: number): Promise<ReadonlySet<string>>
  /** @throws FencedOut */
  complete(on: Queryable, job: ClaimedJob, result: unknown): Promise<void>
  /** @returns undefined when somebody else holds the job by now */
  fail(
    job: ClaimedJob,
    final: boolean,
    failure: JobFailure,
    retryInMs: number,
  ): Promise<JobStatus | undefined>
  release(job: ClaimedJob): Promise<void>
  sweep(
    kinds: readonly string[],
  ): Promise<{ readonly requeued: number; readonly buried: readonly BuriedJob[] }>
  find(tenant: string, id: string): Promise<JobRecord | undefined>
  count(): Promise<QueueLength>
}

export function createJobStore(database: Database): JobStore {
  return {
    outside: database,
    insert,
    claim: async (kinds, limit, leaseMs) =>
      database.query<ClaimedJob>(statements.claimJobs, [kinds, limit, leaseMs]),
    async beat(beats, leaseMs) {
      const rows = await database.query<{ id: string }>(statements.beatJobs, [
        beats.map((beat) => beat.id),
        beats.map((beat) => beat.fence),
        beats.map((beat) => beat.processed),
        leaseMs,
      ])
      return new Set(rows.map((row) => row.id))
    },
    async complete(on, job, result) {
      const rows = await on.query(statements.completeJob, [
        job.id,
        job.fence,
        JSON.stringify(result),
      ])
      if (rows.length !== 1) {
        throw new FencedOut(job.id, job.fence)
      }
    },
    async fail(job, final, failure, retryInMs) {
      const values = [job.id, job.fence, final, JSON.stringify(failure), retryInMs]
      const [row] = await database.query<{ status: JobStatus }>(statements.failJob, values)
      return row?.status
    },
    async release(job) {
      await database.query(statements.releaseJob, [job.id, job.fence])
    },
    async sweep(kinds) {
      const rows = await database.query<BuriedJob & { status: JobStatus }>(statements.sweepDead, [
        kinds,
      ])
      const buried = rows.filter((row) => row.status === 'failed')
      return { requeued: rows.length - buried.length, buried }
    },
    async find(tenant, id) {
      const [row] = await database.query<JobRecord>(statements.findJob, [tenant, id])
      return row
    },
    async count() {
      const [row] = await database.query<QueueLength>(statements.countJobs)
      return row ?? { queued: 0, running: 0 }
    },
  }
}

async function insert(
  on: Queryable,
  job: NewJob,
  priority: number,
  maxAttempts: number,
): Promise<string> {
  const { id, tenant, kind, lane, idempotencyKey, total } = job
  const payload = JSON.stringify(job.payload)
  const [inserted] = await on.query<{ id: string }>(statements.insertJob, [
    id,
    tenant,
    kind,
    payload,
    lane,
    idempotencyKey,
    total,
    priority,
    maxAttempts,
    jobChannel,
  ])
  if (inserted !== undefined) {
    return inserted.id
  }
  const [existing] = await on.query<{ id: string }>(statements.findByKey, [
    tenant,
    kind,
    idempotencyKey,
  ])
  if (existing === undefined) {
    throw new Error(
      `job with key ${idempotencyKey} neither inserted nor found, expected one of them`,
    )
  }
  return existing.id
}
