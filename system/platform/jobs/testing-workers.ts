import { pino } from 'pino'
import { Registry } from 'prom-client'
import { Type } from 'typebox'
import type { Platform } from '../module.ts'
import type { JobKind, JobOutcome, RunningJob } from './kinds.ts'
import { createJobsPlatform } from './jobs.ts'
import type { EnqueueRequest, JobsPlatform } from './jobs.ts'
import type { JobRecord } from './rows.ts'
import { createJobStore } from './store.ts'
import type { JobStore } from './store.ts'
import { eventually } from '../../testing/eventually.ts'
import { createScratchDatabase } from '../../testing/scratch-database.ts'
import type { ScratchDatabase } from '../../testing/scratch-database.ts'

const payload = Type.Object({ word: Type.String() })
const result = Type.Object({ echo: Type.String() })
export type EchoKind = JobKind<typeof payload, typeof result>
export type Handler = (
  job: RunningJob<{ word: string }, { echo: string }>,
) => Promise<{ echo: string }>

export interface Told {
  readonly word: string
  readonly outcome: JobOutcome<{ echo: string }>
}

export const echo: Handler = async (job) => ({ echo: job.payload.word })

/** A kind whose outcome is noted in `told`. */
export function kindThat(
  run: Handler,
  told: Told[] = [],
  overrides: Partial<EchoKind> = {},
): EchoKind {
  return {
    name: 'echo',
    payload,
    result,
    maxAttempts: 3,
    priority: 0,
    run,
    settled: (job, outcome) => {
      told.push({ word: job.payload.word, outcome })
    },
    ...overrides,
  }
}

export interface WorkerOptions {
  readonly concurrency?: number
  readonly visibilityTimeoutMs?: number
}

/** A database and the workers of one test on it. */
export class JobBench {
  readonly scratch: ScratchDatabase
  readonly store: JobStore
  #started: JobsPlatform[] = []
  #keys = 0

  private constructor(scratch: ScratchDatabase) {
    this.scratch = scratch
    this.store = createJobStore(scratch.database)
  }

  static async create(): Promise<JobBench> {
    const bench = new JobBench(await createScratchDatabase())
    await bench.scratch.database.query('create table effect (job_id uuid, word text)')
    return bench
  }

  async reset(): Promise<void> {
    await Promise.all(this.#started.map(async (jobs) => jobs.stop()))
    this.#started = []
    await this.scratch.database.query('truncate job, effect')
  }

  /** A process of its own, as far as the table can tell. It does nothing before `start`. */
  prepare(
    kinds: readonly EchoKind[],
    options: WorkerOptions = {},
  ): JobsPlatform & { readonly registry: Registry } {
    const registry = new Registry()
    const jobs = createJobsPlatform({
      config: {
        databaseUrl: this.scratch.url,
        jobs: { concurrency: 2, pollIntervalMs: 1_000, visibilityTimeoutMs: 2_000, ...options },
      },
      database: this.scratch.database,
      log: pino({ level: 'silent' }),
      telemetry: { registry },
    } as unknown as Platform)
    for (const kind of kinds) {
      jobs.define(kind)
    }
    return { ...jobs, registry }
  }

  async start(kinds: readonly EchoKind[], options: WorkerOptions = {}): Promise<JobsPlatform> {
    const jobs = this.prepare(kinds, options)
    this.#started.push(jobs)
    await jobs.start()
    return jobs
  }

  async queue(
    jobs: JobsPlatform,
    kind: EchoKind,
    word: string,
    options: Partial<EnqueueRequest<{ word: string }>> = {},
  ): Promise<string> {
    this.#keys += 1
    return jobs.enqueue(this.scratch.database, kind, {
      tenant: 'bank',
      payload: { word },
      idempotencyKey: `key-${this.#keys}`,
      total: 10,
      ...options,
    })
  }

  async ended(id: string): Promise<JobRecord> {
    return eventually(`end of job ${id}`, async () => {
      const job = await this.store.find('bank', id)
      return job?.finishedAt === null ? undefined : job
    })
  }

  async columnsOf(id: string): Promise<{ fence: number; failures: number; status: string }> {
    const [row] = await this.scratch.database.query<{
      fence: number
      failures: number
      status: string
    }>('select fence, failures, status from job where id = $1', [id])
    if (row === undefined) {
      throw new Error(`job ${id} is not in the table`)
    }
    return row
  }
}
