import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ClaimedJob } from './rows.ts'
import { echo, JobBench, kindThat } from './testing-workers.ts'
import type { Told } from './testing-workers.ts'
import { eventually } from '../../testing/eventually.ts'

let bench: JobBench

beforeAll(async () => {
  bench = await JobBench.create()
})
afterEach(async () => bench.reset())
afterAll(async () => bench.scratch[Symbol.asyncDispose]())

describe('a worker that falls silent', () => {
  it('loses its job to another one, and cannot commit what it did', async () => {
    const release = Promise.withResolvers<void>()
    const outcome = Promise.withResolvers<unknown>()
    const { store } = bench
    const kind = kindThat(echo)
    const jobs = await bench.start([kind], { concurrency: 1, visibilityTimeoutMs: 300 })
    await jobs.stop()
    const id = await bench.queue(jobs, kind, 'contested')
    // A worker without a heartbeat: it claims, and then takes longer than its lease.
    const [claimed] = await store.claim(['echo'], 1, 300)
    const slow = bench.scratch.database.transaction(async (transaction) => {
      await transaction.query('insert into effect values ($1, $2)', [id, 'from the dead'])
      await release.promise
      await store.complete(transaction, claimed as ClaimedJob, { echo: 'stale' })
    })
    slow.then(outcome.resolve, outcome.resolve)
    await bench.start([kind], { visibilityTimeoutMs: 300 })
    expect((await bench.ended(id)).result).toEqual({ echo: 'contested' })
    release.resolve()
    expect(await outcome.promise).toMatchObject({ name: 'FencedOut' })
    expect(await bench.scratch.database.query('select * from effect')).toEqual([])
    expect(await bench.columnsOf(id)).toEqual({ fence: 2, failures: 1, status: 'succeeded' })
  })

  it('again and again is given up in the end, and the failure is told', async () => {
    const told: Told[] = []
    const kind = kindThat(echo, told)
    const { store } = bench
    const idle = await bench.start([kind])
    await idle.stop()
    const id = await bench.queue(idle, kind, 'poison')
    await store.claim(['echo'], 1, 1)
    await bench.scratch.database.query('update job set failures = 2 where id = $1', [id])
    await bench.start([kind])
    expect((await bench.ended(id)).error).toMatchObject({ code: 'worker-lost' })
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
      bench.start([kind], { visibilityTimeoutMs: 300 }),
      bench.start([kind], { visibilityTimeoutMs: 300 }),
    ])
    const id = await bench.queue(jobs, kind, 'long')
    const seen: number[] = []
    const { store } = bench
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
    const jobs = await bench.start([kind], { concurrency: 1 })
    const running = await bench.queue(jobs, kind, 'running')
    const waiting = await bench.queue(jobs, kind, 'waiting')
    await begun.promise
    expect(await jobs.quiescent()).toEqual({ idle: false, numbers: { queued: 1, running: 1 } })
    await jobs.stop()
    expect((await bench.columnsOf(running)).status).toBe('succeeded')
    expect(await bench.columnsOf(waiting)).toEqual({ fence: 0, failures: 0, status: 'queued' })
  })

  it('cancels what does not end, and the job goes back without a failure', async () => {
    const begun = Promise.withResolvers<void>()
    const kind = kindThat(async (job) => {
      begun.resolve()
      await sleep(60_000, undefined, { signal: job.signal })
      return { echo: 'too late' }
    })
    const jobs = await bench.start([kind])
    const id = await bench.queue(jobs, kind, 'endless')
    await begun.promise
    await jobs.stop()
    expect(await bench.columnsOf(id)).toEqual({ fence: 1, failures: 0, status: 'queued' })
  })
})
