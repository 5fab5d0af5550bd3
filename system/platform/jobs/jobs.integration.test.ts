import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { DomainError } from '../errors.ts'
import { echo, JobBench, kindThat } from './testing-workers.ts'
import type { Told } from './testing-workers.ts'
import { eventually } from '../../testing/eventually.ts'

let bench: JobBench

beforeAll(async () => {
  bench = await JobBench.create()
})
afterEach(async () => bench.reset())
afterAll(async () => bench.scratch[Symbol.asyncDispose]())

describe('a job', () => {
  it('runs, stores its result and is told of once', async () => {
    const told: Told[] = []
    const kind = kindThat(echo, told)
    const jobs = await bench.start([kind])
    const id = await bench.queue(jobs, kind, 'hello')
    expect(await bench.ended(id)).toMatchObject({
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
    const jobs = await bench.start([kind])
    const failing = bench.scratch.database.transaction(async (transaction) => {
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
    const jobs = await bench.start([kind])
    const ids = await Promise.all(
      Array.from({ length: 10 }, async () =>
        bench.queue(jobs, kind, 'once', { idempotencyKey: 'same' }),
      ),
    )
    expect(new Set(ids).size).toBe(1)
    await bench.ended(ids[0] ?? '')
    expect(await bench.queue(jobs, kind, 'once', { idempotencyKey: 'same' })).toBe(ids[0])
    expect(runs).toBe(1)
  })

  it('whose payload does not fit its schema is refused before it is stored', async () => {
    const kind = kindThat(echo)
    const jobs = await bench.start([kind])
    await expect(bench.queue(jobs, kind, 7 as unknown as string)).rejects.toThrow(
      /payload of job kind echo.*word/,
    )
    expect(await jobs.queueLength()).toEqual({ queued: 0, running: 0 })
  })

  it('commits its success with its effect, or neither', async () => {
    const kind = kindThat(async (job) =>
      bench.scratch.database.transaction(async (transaction) => {
        await transaction.query('insert into effect values ($1, $2)', [job.id, job.payload.word])
        await job.completeWithin(transaction, { echo: job.payload.word })
        if (job.attempt < 3) {
          throw new Error('after completing, before the commit')
        }
        return { echo: job.payload.word }
      }),
    )
    const jobs = await bench.start([kind])
    const id = await bench.queue(jobs, kind, 'together')
    expect((await bench.ended(id)).status).toBe('succeeded')
    expect(await bench.scratch.database.query('select word from effect')).toEqual([
      { word: 'together' },
    ])
    expect(await bench.columnsOf(id)).toEqual({ fence: 3, failures: 2, status: 'succeeded' })
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
    const jobs = await bench.start([kind])
    const id = await bench.queue(jobs, kind, 'again')
    expect((await bench.ended(id)).result).toEqual({ echo: 'attempt 2' })
  })

  it('is given up after its last attempt, without showing what was not meant to be shown', async () => {
    const told: Told[] = []
    const kind = kindThat(async () => Promise.reject(new Error('secret of the house')), told)
    const jobs = await bench.start([kind])
    const id = await bench.queue(jobs, kind, 'never')
    const job = await bench.ended(id)
    expect(job).toMatchObject({ status: 'failed', processed: 0, error: { code: 'internal' } })
    expect(JSON.stringify(job)).not.toContain('secret')
    expect((await bench.columnsOf(id)).failures).toBe(3)
    await eventually('the telling', async () => (told.length > 0 ? true : undefined))
    expect(told.map(({ outcome }) => outcome.status)).toEqual(['failed'])
  })

  it('is given up at once when a rule refused it', async () => {
    const kind = kindThat(async () =>
      Promise.reject(new DomainError('refused', 'rule-7', 'rule 7 says no')),
    )
    const jobs = await bench.start([kind])
    const id = await bench.queue(jobs, kind, 'refused')
    expect((await bench.ended(id)).error).toEqual({ code: 'rule-7', message: 'rule 7 says no' })
    expect((await bench.columnsOf(id)).failures).toBe(1)
  })
})

describe('the queue length', () => {
  it('is a metric', async () => {
    const kind = kindThat(echo)
    const jobs = bench.prepare([kind])
    await bench.queue(jobs, kind, 'one')
    await bench.queue(jobs, kind, 'two')
    expect(await jobs.registry.metrics()).toContain('job_queue_length{status="queued"} 2')
  })
})

describe('the listener', () => {
  it('comes back after its connection was cut, and jobs run meanwhile', async () => {
    const kind = kindThat(echo)
    const jobs = await bench.start([kind])
    await eventually('the listener', async () => {
      const cut = await bench.scratch.database.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where application_name = 'job-listener' and datname = current_database() and query like 'listen%'`,
      )
      return cut.length > 0 ? true : undefined
    })
    expect((await bench.ended(await bench.queue(jobs, kind, 'meanwhile'))).status).toBe('succeeded')
    await eventually('a new listener', async () => {
      const back = await bench.scratch.database.query(
        `select 1 from pg_stat_activity
         where application_name = 'job-listener' and datname = current_database() and query like 'listen%'`,
      )
      return back.length > 0 ? true : undefined
    })
  })
})
