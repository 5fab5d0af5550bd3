import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { JobBench, kindThat } from './testing-workers.ts'
import type { Handler } from './testing-workers.ts'
import { eventually } from '../../testing/eventually.ts'

let bench: JobBench

beforeAll(async () => {
  bench = await JobBench.create()
})
afterEach(async () => bench.reset())
afterAll(async () => bench.scratch[Symbol.asyncDispose]())

describe('the order of jobs', () => {
  it('is by priority, then by age', async () => {
    const order: string[] = []
    const note: Handler = async (job) => {
      order.push(job.payload.word)
      return { echo: '' }
    }
    const ordinary = kindThat(note)
    const urgent = kindThat(note, [], { name: 'urgent', priority: 10 })
    const idle = bench.prepare([ordinary, urgent])
    await bench.queue(idle, ordinary, 'first')
    await bench.queue(idle, ordinary, 'second')
    const last = await bench.queue(idle, urgent, 'urgent')
    expect(await idle.queueLength()).toEqual({ queued: 3, running: 0 })
    await bench.start([ordinary, urgent], { concurrency: 1 })
    await bench.ended(last)
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
    const workers = await Promise.all([bench.start([kind]), bench.start([kind])])
    const words = Array.from({ length: 12 }, (_, index) => `job ${index}`)
    const ids: string[] = []
    for (const word of words) {
      ids.push(await bench.queue(workers[0], kind, word, { lane: 'one' }))
    }
    const jobs = await Promise.all(ids.map(async (id) => bench.ended(id)))
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
    const jobs = await bench.start([kind], { concurrency: 3 })
    const ids = await Promise.all(
      Array.from({ length: 20 }, async (_, index) => bench.queue(jobs, kind, `${index}`)),
    )
    await Promise.all(ids.map(async (id) => bench.ended(id)))
    expect(most).toBe(3)
  })
})
