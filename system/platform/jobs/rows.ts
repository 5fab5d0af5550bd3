import { createHash } from 'node:crypto'
import type { JobFailure } from './errors.ts'

export type JobStatus = 'queued' | 'running' | 'succeeded' | 'failed'

export interface NewJob {
  readonly id: string
  readonly tenant: string
  readonly kind: string
  readonly payload: unknown
  /** Jobs of one lane run one after another, oldest first. */
  readonly lane: string | null
  readonly idempotencyKey: string
  /** Units of work, for the progress. */
  readonly total: number
}

/** A job in a worker's hands. */
export interface ClaimedJob {
  readonly id: string
  readonly tenant: string
  readonly kind: string
  readonly payload: unknown
  readonly fence: number
  readonly failures: number
  readonly total: number
}

/** A job that ended without its worker: dead too often. */
export interface BuriedJob extends Omit<ClaimedJob, 'fence' | 'failures'> {
  readonly error: JobFailure
}

/** A job as whoever asked for it sees it. */
export interface JobRecord {
  readonly id: string
  readonly kind: string
  readonly status: JobStatus
  readonly processed: number
  readonly total: number
  readonly result: unknown
  readonly error: JobFailure | null
  readonly createdAt: Date
  readonly finishedAt: Date | null
}

export interface QueueLength {
  readonly queued: number
  readonly running: number
}

/** Name and text of a statement belong together: a prepared name must never mean two texts. */
export function named(text: string): { readonly name: string; readonly text: string } {
  return { name: `job_${createHash('sha1').update(text).digest('hex').slice(0, 12)}`, text }
}
