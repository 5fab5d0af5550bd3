import { named } from './rows.ts'

/** Every time here is the database's: workers on several machines need not agree on a clock. */

export const insertJob = named(`
  WITH inserted AS (
    INSERT INTO job (id, tenant, kind, payload, lane, idempotency_key, total, priority, max_attempts)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    ON CONFLICT (tenant, kind, idempotency_key) DO NOTHING
    RETURNING id
  )
  SELECT id, pg_notify($10, '') FROM inserted`)

export const findByKey = named(`
  SELECT id FROM job WHERE tenant = $1 AND kind = $2 AND idempotency_key = $3`)

/** A job waits for the older ones of its lane, and for a younger one that has overtaken it. */
export const claimJobs = named(`
  WITH next AS MATERIALIZED (
    SELECT id FROM job AS candidate
    WHERE status = 'queued' AND run_at <= clock_timestamp() AND kind = ANY($1)
      AND (lane IS NULL OR NOT EXISTS (
        SELECT 1 FROM job AS other
        WHERE other.lane = candidate.lane AND other.tenant = candidate.tenant
          AND other.status IN ('queued', 'running')
          AND (other.sequence < candidate.sequence OR other.status = 'running')))
    ORDER BY priority DESC, sequence
    LIMIT $2
    FOR UPDATE SKIP LOCKED
  )
  UPDATE job
  SET status = 'running', fence = fence + 1, processed = 0,
    lease_expires_at = clock_timestamp() + $3 * interval '1 millisecond'
  FROM next WHERE job.id = next.id
  RETURNING job.id, tenant, kind, payload, fence, failures, total`)

/** Answers with the jobs that are still held; the others have been taken away. */
export const beatJobs = named(`
  UPDATE job
  SET processed = beat.processed, lease_expires_at = clock_timestamp() + $4 * interval '1 millisecond'
  FROM unnest($1::uuid[], $2::integer[], $3::integer[]) AS beat (id, fence, processed)
  WHERE job.id = beat.id AND job.fence = beat.fence AND job.status = 'running'
  RETURNING job.id`)

export const completeJob = named(`
  UPDATE job
  SET status = 'succeeded', processed = total, result = $3, error = NULL,
    lease_expires_at = NULL, finished_at = clock_timestamp()
  WHERE id = $1 AND fence = $2 AND status = 'running'
  RETURNING id`)

const settleFailure = (isFinal: string): string => `
    status = CASE WHEN ${isFinal} THEN 'failed' ELSE 'queued' END,
    finished_at = CASE WHEN ${isFinal} THEN clock_timestamp() END,
    failures = failures + 1, processed = 0, lease_expires_at = NULL`

export const failJob = named(`
  UPDATE job
  SET ${settleFailure('$3 OR failures + 1 >= max_attempts')},
    error = $4, run_at = clock_timestamp() + $5 * interval '1 millisecond'
  WHERE id = $1 AND fence = $2 AND status = 'running'
  RETURNING status`)

/** A drain is nobody's failure: the job goes back as it was. */
export const releaseJob = named(`
  UPDATE job SET status = 'queued', processed = 0, lease_expires_at = NULL, run_at = clock_timestamp()
  WHERE id = $1 AND fence = $2 AND status = 'running'
  RETURNING id`)

/**
 * Takes jobs from workers whose heartbeat stopped: back into the queue, or failed after the last
 * attempt.
 */
export const sweepDead = named(`
  WITH dead AS MATERIALIZED (
    SELECT id FROM job
    WHERE status = 'running' AND lease_expires_at < clock_timestamp() AND kind = ANY($1)
    LIMIT 100
    FOR UPDATE SKIP LOCKED
  )
  UPDATE job
  SET ${settleFailure('failures + 1 >= max_attempts')},
    error = jsonb_build_object('code', 'worker-lost', 'message',
      'the worker stopped answering on attempt ' || failures + 1 || ' of ' || max_attempts),
    run_at = clock_timestamp()
  FROM dead WHERE job.id = dead.id
  RETURNING job.id, tenant, kind, payload, total, status, error`)

export const findJob = named(`
  SELECT id, kind, status, processed, total, result, error,
    created_at AS "createdAt", finished_at AS "finishedAt"
  FROM job WHERE tenant = $1 AND id = $2`)

export const countJobs = named(`
  SELECT count(*) FILTER (WHERE status = 'queued')::integer AS queued,
    count(*) FILTER (WHERE status = 'running')::integer AS running
  FROM job WHERE status IN ('queued', 'running')`)
