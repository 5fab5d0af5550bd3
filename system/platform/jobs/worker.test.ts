import { pino } from 'pino'
import { Type } from 'typebox'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { JobKinds } from './kinds.ts'
import type { BuriedJob } from './rows.ts'
import type { JobStore } from './store.ts'
import { Worker } from './worker.ts'

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
})

const buried = (id: string): BuriedJob => ({
  id,
  tenant: 'bank',
  kind: 'mourned',
  payload: {},
  total: 1,
  error: { code: 'worker-lost', message: 'gone' },
})

test('a listener that fails over one dead job keeps no other from being told', async () => {
  const told: string[] = []
  const kinds = new JobKinds()
  kinds.define({
    name: 'mourned',
    payload: Type.Object({}),
    result: Type.Object({}),
    maxAttempts: 1,
    priority: 0,
    run: async () => ({}),
    settled: ({ id }) => {
      told.push(id)
      if (id === 'first') {
        throw new Error('cannot bear it')
      }
    },
  })
  const store: Pick<JobStore, 'claim' | 'sweep'> = {
    claim: async () => [],
    sweep: async () => ({ requeued: 0, buried: ['first', 'second'].map(buried) }),
  }
  const worker = new Worker({
    store: store as JobStore,
    kinds,
    settings: {
      visibilityTimeoutMs: 10_000,
      backoff: { baseMs: 1, capMs: 1 },
      concurrency: 1,
      pollIntervalMs: 100,
      drainTimeoutMs: 100,
    },
    metrics: { observe: () => undefined },
    log: pino({ level: 'silent' }),
    random: () => 0,
  })
  worker.start()
  await vi.advanceTimersByTimeAsync(100)
  await worker.stop()
  expect(told).toEqual(['first', 'second'])
})
