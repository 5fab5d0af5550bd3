import { setTimeout as sleep } from 'node:timers/promises'
import { pino } from 'pino'
import { Registry } from 'prom-client'
import { Type } from 'typebox'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DomainError } from '../errors.ts'
import type { Platform } from '../module.ts'
import type { JobOutcome, JobKind, RunningJob } from './kinds.ts'
import { createJobsPlatform } from './jobs.ts'
import type { JobsPlatform } from './jobs.ts'
import type { JobRecord } from './rows.ts'
import { createJobStore } from './store.ts'
import { createScratchDatabase, eventually } from './testing.ts'
import type { ScratchDatabase } from './testing.ts'

const payload = Type.Object({ word: Type.String() })
const result = Type.Object({ echo: Type.String() })
type Handler = (job: RunningJob<{ word: string }, { echo: string }>) => Promise<{ echo: string }>

let scratch: ScratchDatabase
let started: JobsPlatform[] = []
let keys = 0

beforeAll(async () => {
  scratch = await createScratchDatabase()
  await scratch.database.query('create table effect (job_id uuid, word text)')
})
afterAll(async () => scratch[Symbol.asyncDispose]())
beforeEach(async () => {
  await scratch.database.query('truncate job, effect')
})
afterEach(async () => {
  await Promise.all(started.map(async (jobs) => jobs.stop()))
  started = []
})

interface Told {
  readonly word: string
  readonly outcome: JobOutcome<{ echo: string }>
}

function kindThat(run: Handler, told: Told[] = [], overrides: Partial<JobKind> = {}) {
  return {
    name: 'echo',
    payload,
    result,
    maxAttempts: 3,
    priority: 0,
    run,
    settled: (job: { payload: { word: string } }, outcome: JobOutcome<{ echo: string }>) => {
      told.push({ word: job.payload.word, outcome })
    },
    ...overrides,
  } as JobKind<typeof payload, typeof result>
}

/** A process of its own as far as the table can tell. */
async function startWorker(
  kinds: JobKind<typeof payload, typeof result>[],
  settings: { concurrency?: number; visibilityTimeoutMs?: number } = {},
): Promise<JobsPlatform & { readonly registry: Registry }> {
  const registry = new Registry()
  const jobs = createJobsPlatform({
    config: {
      databaseUrl: scratch.url,
      jobs: { concurrency: 2, visibilityTimeoutMs: 2_000, ...settings },
    },
    database: scratch.database,
    log: pino({ level: 'silent' }),
    telemetry: { registry },
  } as unknown as Platform)
  for (const kind of kinds) {
    jobs.define(kind)
  }
  await jobs.start()
  started.push(jobs)
  return { ...jobs, registry }
}

async function queue(
  jobs: JobsPlatform,
  kind: JobKind<typeof payload, typeof result>,
  word: string,
  options: { lane?: string; idempotencyKey?: string } = {},
): Promise<string> {
  keys += 1
  return jobs.enqueue(scratch.database, kind, {
    tenant: 'bank',
    payload: { word },
    idempotencyKey: `key-${keys}`,
    total: 10,
    ...options,
  })
}

async function ended(id: string): Promise<JobRecord> {
  const store = createJobStore(scratch.database)
  return eventually(`end of job ${id}`, async () => {
    const job = await store.find('bank', id)
    return job?.finishedAt === null ? undefined : job
  })
}

async function columnsOf(id: string): Promise<{ fence: number; failures: number; status: string }> {
  const [row] = await scratch.database.query<{ fence: number; failures: number; status: string }>(
    'select fence, failures, status from job where id = $1',
    [id],
  )
  if (row === undefined) {
    throw new Error(`job ${id} is not in the table`)
  }
  return row
}

const echo: Handler = async (job) => ({ echo: job.payload.word })

describe('a job', () => {
  it('runs, stores its result and is told of once', async () => {
    const told: Told[] = []
    const kind = kindThat(echo, told)
    const jobs = await startWorker([kind])
    const id = await queue(jobs, kind, 'hello')
    expect(await ended(id)).toMatchObject({
      status: 'succeeded',
      result: { echo: 'hello' },
      processed: 10,
      total: 10,
    })
    await eventually('the telling', async () => (told.length > 0 ? true : undefined))
    expect(told).toEqual([
      { word: 'hello', outcome: { status: 'succeeded', result: { echo: 'hello' } } },
    ])
  })

  it('does not exist when the transaction that queued it rolls back', async () => {
    const kind = kindThat(echo)
    const jobs = await startWorker([kind])
    const failing = scratch.database.transaction(async (transaction) => {
      await jobs.enqueue(transaction, kind, {
        tenant: 'bank',
        payload: { word: 'never' },
        idempotencyKey: 'rolled-back',
        total: 1,
      })
      throw new Error('changed my mind')
    })
    await expect(failing).rejects.toThrow('changed my mind')
    expect(await jobs.queueLength()).toEqual({ queued: 0, running: 0 })
  })

  it('with a key that is known already is the known job', async () => {
    let runs = 0
    const kind = kindThat(async (job) => {
      runs += 1
      return { echo: job.payload.word }
    })
    const jobs = await startWorker([kind])
    const ids = await Promise.all(
      Array.from({ length: 10 }, async () => queue(jobs, kind, 'once', { idempotencyKey: 'same' })),
    )
    expect(new Set(ids).size).toBe(1)
    await ended(ids[0] ?? '')
    expect(await queue(jobs, kind, 'once', { idempotencyKey: 'same' })).toBe(ids[0])
    expect(runs).toBe(1)
  })

  it('whose payload does not fit its schema is refused before it is stored', async () => {
    const kind = kindThat(echo)
    const jobs = await startWorker([kind])
    await expect(queue(jobs, kind, 7 as unknown as string)).rejects.toThrow(
      /payload of job kind echo.*word/,
    )
    expect(await jobs.queueLength()).toEqual({ queued: 0, running: 0 })
  })

  it('commits its success with its effect, or neither', async () => {
    const kind = kindThat(async (job) =>
      scratch.database.transaction(async (transaction) => {
        await transaction.query('insert into effect values ($1, $2)', [job.id, job.payload.word])
        await job.completeWithin(transaction, { echo: job.payload.word })
        if (job.attempt < 3) {
          throw new Error('after completing, before the commit')
        }
        return { echo: job.payload.word }
      }),
    )
    const jobs = await startWorker([kind])
    const id = await queue(jobs, kind, 'together')
    expect((await ended(id)).status).toBe('succeeded')
    expect(await scratch.database.query('select word from effect')).toEqual([{ word: 'together' }])
    expect(await columnsOf(id)).toEqual({ fence: 3, failures: 2, status: 'succeeded' })
  })
})

describe('a failing job', () => {
  it('is tried again and then succeeds', async () => {
    const kind = kindThat(async (job) => {
      if (job.attempt === 1) {
        throw new Error('not today')
      }
      return { echo: `attempt ${job.attempt}` }
    })
    const jobs = await startWorker([kind])
    const id = await queue(jobs, kind, 'again')
    expect((await ended(id)).result).toEqual({ echo: 'attempt 2' })
  })

  it('is given up after its last attempt, without showing what was not meant to be shown', async () => {
    const told: Told[] = []
    const kind = kindThat(async () => Promise.reject(new Error('secret of the house')), told)
    const jobs = await startWorker([kind])
    const id = await queue(jobs, kind, 'never')
    const job = await ended(id)
    expect(job).toMatchObject({ status: 'failed', processed: 0, error: { code: 'internal' } })
    expect(JSON.stringify(job)).not.toContain('secret')
    expect((await columnsOf(id)).failures).toBe(3)
    await eventually('the telling', async () => (told.length > 0 ? true : undefined))
    expect(told.map(({ outcome }) => outcome.status)).toEqual(['failed'])
  })

  it('is given up at once when a rule refused it', async () => {
    const kind = kindThat(async () =>
      Promise.reject(new DomainError('refused', 'rule-7', 'rule 7 says no')),
    )
    const jobs = await startWorker([kind])
    const id = await queue(jobs, kind, 'refused')
    expect((await ended(id)).error).toEqual({ code: 'rule-7', message: 'rule 7 says no' })
    expect((await columnsOf(id)).failures).toBe(1)
  })
})

describe('the order of jobs', () => {
  it('is by priority, then by age', async () => {
    const order: string[] = []
    const note: Handler = async (job) => {
      order.push(job.payload.word)
      return { echo: '' }
    }
    const ordinary = kindThat(note)
    const urgent = kindThat(note, [], { name: 'urgent', priority: 10 })
    const idle = createJobsPlatform({
      config: { databaseUrl: scratch.url, jobs: { concurrency: 1, visibilityTimeoutMs: 2_000 } },
      database: scratch.database,
      log: pino({ level: 'silent' }),
      telemetry: { registry: new Registry() },
    } as unknown as Platform)
    idle.define(ordinary)
    idle.define(urgent)
    await queue(idle, ordinary, 'first')
    await queue(idle, ordinary, 'second')
    const last = await queue(idle, urgent, 'urgent')
    expect(await idle.queueLength()).toEqual({ queued: 3, running: 0 })
    await startWorker([ordinary, urgent], { concurrency: 1 })
    await ended(last)
    await eventually('all three', async () => (order.length === 3 ? true : undefined))
    expect(order).toEqual(['urgent', 'first', 'second'])
  })

  it('within a lane is first come first served, one at a time, on any number of workers', async () => {
    const order: string[] = []
    let atOnce = 0
    const kind = kindThat(async (job) => {
      atOnce += 1
      expect(atOnce).toBe(1)
      await sleep(5)
      order.push(job.payload.word)
      atOnce -= 1
      return { echo: '' }
    })
    const workers = await Promise.all([startWorker([kind]), startWorker([kind])])
    const words = Array.from({ length: 12 }, (_, index) => `job ${index}`)
    const ids: string[] = []
    for (const word of words) {
      ids.push(await queue(workers[0], kind, word, { lane: 'one' }))
    }
    const jobs = await Promise.all(ids.map(ended))
    expect(jobs.map((job) => job.status)).toEqual(words.map(() => 'succeeded'))
    expect(order).toEqual(words)
  })

  it('never puts more of them at work than the worker may run', async () => {
    let atOnce = 0
    let most = 0
    const kind = kindThat(async () => {
      atOnce += 1
      most = Math.max(most, atOnce)
      await sleep(5)
      atOnce -= 1
      return { echo: '' }
    })
    const jobs = await startWorker([kind], { concurrency: 3 })
    const ids = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => queue(jobs, kind, `${index}`)),
    )
    await Promise.all(ids.map(ended))
    expect(most).toBe(3)
  })
})

describe('a worker that falls silent', () => {
  it('loses its job to another one, and cannot commit what it did', async () => {
    const release = Promise.withResolvers<void>()
    const outcome = Promise.withResolvers<unknown>()
    const store = createJobStore(scratch.database)
    const kind = kindThat(echo)
    const jobs = await startWorker([kind], { concurrency: 1, visibilityTimeoutMs: 300 })
    await jobs.stop()
    const id = await queue(jobs, kind, 'contested')
    // A worker without a heartbeat: it claims, and then takes longer than its lease.
    const [claimed] = await store.claim(['echo'], 1, 300)
    const slow = scratch.database.transaction(async (transaction) => {
      await transaction.query('insert into effect values ($1, $2)', [id, 'from the dead'])
      await release.promise
      await store.complete(transaction, claimed ?? failTest('nothing claimed'), { echo: 'stale' })
    })
    slow.then(outcome.resolve, outcome.resolve)
    await startWorker([kind], { visibilityTimeoutMs: 300 })
    expect((await ended(id)).result).toEqual({ echo: 'contested' })
    release.resolve()
    expect(await outcome.promise).toMatchObject({ name: 'FencedOut' })
    expect(await scratch.database.query('select * from effect')).toEqual([])
    expect(await columnsOf(id)).toEqual({ fence: 2, failures: 1, status: 'succeeded' })
  })

  it('again and again is given up in the end, and the failure is told', async () => {
    const told: Told[] = []
    const kind = kindThat(echo, told)
    const store = createJobStore(scratch.database)
    const idle = await startWorker([kind])
    await idle.stop()
    const id = await queue(idle, kind, 'poison')
    await store.claim(['echo'], 1, 1)
    await scratch.database.query('update job set failures = 2 where id = $1', [id])
    await startWorker([kind])
    expect((await ended(id)).error).toMatchObject({ code: 'worker-lost' })
    await eventually('the telling', async () => (told.length > 0 ? true : undefined))
  })

  it('is not one that works long and keeps beating', async () => {
    let runs = 0
    const kind = kindThat(async (job) => {
      runs += 1
      for (let step = 1; step <= 10; step += 1) {
        await sleep(100)
        job.progress(step)
      }
      return { echo: 'patience' }
    })
    const [jobs] = await Promise.all([
      startWorker([kind], { visibilityTimeoutMs: 300 }),
      startWorker([kind], { visibilityTimeoutMs: 300 }),
    ])
    const id = await queue(jobs, kind, 'long')
    const seen: number[] = []
    const store = createJobStore(scratch.database)
    const job = await eventually('the end', async () => {
      const record = await store.find('bank', id)
      seen.push(record?.processed ?? 0)
      return record?.status === 'succeeded' ? record : undefined
    })
    expect(job.result).toEqual({ echo: 'patience' })
    expect(runs).toBe(1)
    expect(seen).toEqual(seen.toSorted((left, right) => left - right))
    expect(new Set(seen).size).toBeGreaterThan(3)
  })
})

describe('a process that drains', () => {
  it('finishes what runs and takes nothing more', async () => {
    const begun = Promise.withResolvers<void>()
    const kind = kindThat(async () => {
      begun.resolve()
      await sleep(200)
      return { echo: 'finished' }
    })
    const jobs = await startWorker([kind], { concurrency: 1 })
    const running = await queue(jobs, kind, 'running')
    const waiting = await queue(jobs, kind, 'waiting')
    await begun.promise
    expect(await jobs.quiescent()).toEqual({ idle: false, numbers: { queued: 1, running: 1 } })
    await jobs.stop()
    expect((await columnsOf(running)).status).toBe('succeeded')
    expect(await columnsOf(waiting)).toEqual({ fence: 0, failures: 0, status: 'queued' })
  })

  it('cancels what does not end, and the job goes back without a failure', async () => {
    const begun = Promise.withResolvers<void>()
    const kind = kindThat(async (job) => {
      begun.resolve()
      await sleep(60_000, undefined, { signal: job.signal })
      return { echo: 'too late' }
    })
    const jobs = await startWorker([kind])
    const id = await queue(jobs, kind, 'endless')
    await begun.promise
    await jobs.stop()
    expect(await columnsOf(id)).toEqual({ fence: 1, failures: 0, status: 'queued' })
  })
})

describe('the queue length', () => {
  it('is a metric', async () => {
    const kind = kindThat(echo)
    const jobs = await startWorker([kind])
    await jobs.stop()
    await queue(jobs, kind, 'one')
    await queue(jobs, kind, 'two')
    expect(await jobs.registry.metrics()).toContain('job_queue_length{status="queued"} 2')
  })
})

describe('the listener', () => {
  it('comes back after its connection was cut, and jobs run meanwhile', async () => {
    const kind = kindThat(echo)
    const jobs = await startWorker([kind])
    await eventually('the listener', async () => {
      const cut = await scratch.database.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where application_name = 'job-listener' and datname = current_database() and query like 'listen%'`,
      )
      return cut.length > 0 ? true : undefined
    })
    expect((await ended(await queue(jobs, kind, 'meanwhile'))).status).toBe('succeeded')
    await eventually('a new listener', async () => {
      const back = await scratch.database.query(
        `select 1 from pg_stat_activity
         where application_name = 'job-listener' and datname = current_database() and query like 'listen%'`,
      )
      return back.length > 0 ? true : undefined
    })
  })
})

function failTest(message: string): never {
  throw new Error(message)
}
