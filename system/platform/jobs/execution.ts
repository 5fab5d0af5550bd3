import type { Logger } from 'pino'
import { FencedOut, judgeFailure } from './errors.ts'
import { backoffMs } from './backoff.ts'
import type { BackoffPolicy } from './backoff.ts'
import type { JobKinds, JobOutcome, KnownKind, RunningJob, SettledJob } from './kinds.ts'
import type { ClaimedJob } from './rows.ts'
import type { JobStore } from './store.ts'

export interface ExecutionSettings {
  readonly visibilityTimeoutMs: number
  readonly backoff: BackoffPolicy
}

/** What became of one attempt. */
export type Attempt = 'succeeded' | 'failed' | 'retry' | 'released' | 'fenced-out'

export interface Execution {
  readonly job: ClaimedJob
  readonly processed: () => number
  /** Tells the handler to stop; with 'drain' the job goes back to the queue unharmed. */
  cancel(reason: 'drain' | 'fenced-out'): void
  readonly done: Promise<Attempt>
}

export interface ExecutionTools {
  readonly store: JobStore
  readonly kinds: JobKinds
  readonly settings: ExecutionSettings
  readonly log: Logger
  readonly random: () => number
}

/** Runs one claimed job to one of its ends. The promise it hands out never rejects. */
export function execute(tools: ExecutionTools, job: ClaimedJob): Execution {
  const controller = new AbortController()
  const state: AttemptState = { processed: 0, completed: false }
  const done = attempt(tools, job, controller.signal, state).catch((error: unknown) => {
    // Not even the outcome could be written: the lease runs out and the sweep takes over.
    tools.log.error({ err: error, jobId: job.id }, 'outcome of a job could not be recorded')
    return 'fenced-out' as const
  })
  return {
    job,
    processed: () => state.processed,
    cancel: (reason) => {
      controller.abort(reason)
    },
    done,
  }
}

interface AttemptState {
  processed: number
  completed: boolean
}

async function attempt(
  tools: ExecutionTools,
  job: ClaimedJob,
  signal: AbortSignal,
  state: AttemptState,
): Promise<Attempt> {
  const kind = tools.kinds.get(job.kind)
  try {
    kind.checkPayload(job.payload)
    const result = await kind.run(asSeenByHandler(tools, job, signal, state))
    if (!state.completed) {
      await tools.store.complete(tools.store.outside, job, result)
    }
    tell(tools, kind, job, { status: 'succeeded', result })
    return 'succeeded'
  } catch (error) {
    return recordFailure(tools, kind, job, signal, error)
  }
}

function asSeenByHandler(
  tools: ExecutionTools,
  job: ClaimedJob,
  signal: AbortSignal,
  state: AttemptState,
): RunningJob<unknown, unknown> {
  return {
    id: job.id,
    tenant: job.tenant,
    payload: job.payload,
    attempt: job.failures + 1,
    signal,
    visibilityTimeoutMs: tools.settings.visibilityTimeoutMs,
    progress(processed) {
      state.processed = Math.min(Math.max(processed, state.processed), job.total)
    },
    async completeWithin(transaction, result) {
      await tools.store.complete(transaction, job, result)
      state.completed = true
    },
  }
}

async function recordFailure(
  tools: ExecutionTools,
  kind: KnownKind,
  job: ClaimedJob,
  signal: AbortSignal,
  error: unknown,
): Promise<Attempt> {
  const log = tools.log.child({ jobId: job.id, kind: job.kind, attempt: job.failures + 1 })
  if (error instanceof FencedOut || signal.reason === 'fenced-out') {
    log.warn({ err: error }, 'job was taken over by another worker')
    return 'fenced-out'
  }
  if (signal.reason === 'drain') {
    await tools.store.release(job)
    log.info('job returned to the queue, the process is draining')
    return 'released'
  }
  const { final, failure } = judgeFailure(error)
  const waitMs = backoffMs(job.failures + 1, tools.settings.backoff, tools.random())
  const status = await tools.store.fail(job, final, failure, waitMs)
  if (status === 'queued') {
    log.warn({ err: error, retryInMs: waitMs }, 'job failed, it will be tried again')
    return 'retry'
  }
  log[final ? 'info' : 'error']({ err: error }, 'job failed for good')
  if (status === undefined) {
    return 'fenced-out'
  }
  tell(tools, kind, job, { status: 'failed', failure })
  return 'failed'
}

/** Whoever is told must not be able to change what has been decided. */
export function tell(
  tools: Pick<ExecutionTools, 'log'>,
  kind: KnownKind,
  job: SettledJob<unknown>,
  outcome: JobOutcome<unknown>,
): void {
  try {
    kind.settled(job, outcome)
  } catch (error) {
    tools.log.error({ err: error, jobId: job.id }, 'a listener failed after its job was settled')
  }
}
