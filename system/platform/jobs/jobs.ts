import { randomUUID } from 'node:crypto'
import type { Static, TSchema } from 'typebox'
import { Type } from 'typebox'
import { DomainError } from '../errors.ts'
import { problemResponses } from '../http/problems.ts'
import type { App } from '../http/server.ts'
import type { Platform, SystemModule } from '../module.ts'
import type { Queryable } from '../postgres/database.ts'
import { JobKinds } from './kinds.ts'
import type { JobKind } from './kinds.ts'
import { createListener } from './listener.ts'
import { createJobMetrics } from './metrics.ts'
import type { QueueLength } from './rows.ts'
import { jobSchema, viewOf } from './schemas.ts'
import { createJobStore, jobChannel } from './store.ts'
import type { JobStore } from './store.ts'
import { Worker } from './worker.ts'

/**
 * Background work that survives its process. A job is a row; it is queued in the caller's
 * transaction, so there is no job without its cause and no cause without its job. Every process
 * works on the same table. At least once is what the runner gives; exactly once is what a handler
 * gets by completing the job within its own transaction. What a job does is the module's business.
 */
export interface JobsPlatform extends SystemModule {
  /** Before `start`. */
  define<Payload extends TSchema, Result extends TSchema>(kind: JobKind<Payload, Result>): void
  /**
   * Queues a job when `transaction` commits.
   * @returns its id, or that of the job which already has this key
   * @throws TypeError when the payload does not fit the kind's schema
   */
  enqueue<Payload extends TSchema>(
    transaction: Queryable,
    kind: JobKind<Payload>,
    request: EnqueueRequest<Static<Payload>>,
  ): Promise<string>
  queueLength(): Promise<QueueLength>
}

export interface EnqueueRequest<Payload> {
  readonly tenant: string
  readonly payload: Payload
  readonly idempotencyKey: string
  /** Units of work, for the progress. */
  readonly total: number
  /** Jobs of one tenant and lane run one after another, oldest first. */
  readonly lane?: string
}

const drainTimeoutMs = 5_000
const backoff = { baseMs: 200, capMs: 30_000 }

export function createJobsPlatform(platform: Platform): JobsPlatform {
  const { config, database, log, telemetry } = platform
  const store = createJobStore(database)
  const kinds = new JobKinds()
  const settings = { ...config.jobs, drainTimeoutMs, backoff }
  const metrics = createJobMetrics(telemetry.registry, async () => store.count())
  const worker = new Worker({ store, kinds, settings, metrics, log, random: Math.random })
  const wake = (): void => {
    worker.wake()
  }
  const listener = createListener(config.databaseUrl, jobChannel, wake, log)
  return {
    name: 'jobs',
    define(kind) {
      kinds.define(kind)
    },
    async enqueue(transaction, kind, request) {
      kinds.get(kind.name).checkPayload(request.payload)
      const job = { ...request, id: randomUUID(), kind: kind.name, lane: request.lane ?? null }
      return store.insert(transaction, job, kind.priority, kind.maxAttempts)
    },
    queueLength: async () => store.count(),
    register(api) {
      registerStatus(api, store)
    },
    async start() {
      listener.start()
      worker.start()
    },
    async stop() {
      await listener.stop()
      await worker.stop()
    },
    async quiescent() {
      const { queued, running } = await store.count()
      return { idle: queued + running === 0, numbers: { queued, running } }
    },
  }
}

function registerStatus(api: App, store: JobStore): void {
  api.route({
    method: 'GET',
    url: '/jobs/:id',
    schema: {
      operationId: 'getJob',
      tags: ['jobs'],
      summary: 'State of a background job',
      params: Type.Object({ id: Type.String({ format: 'uuid' }) }),
      response: { 200: jobSchema, ...problemResponses(404) },
    },
    async handler(request) {
      const { id } = request.params
      const job = await store.find(request.tenant, id)
      if (job === undefined) {
        throw new DomainError('not-found', 'job-not-found', `job ${id} does not exist`)
      }
      return viewOf(job)
    },
  })
}
