import { expect, test } from 'vitest'
import type { LoadRequest, LoadResult } from '../../load/load.ts'
import { loadOn } from './load-on.ts'

const request: LoadRequest = {
  scenarioFile: '/scenario.ts',
  baseUrl: 'http://127.0.0.1:1',
  headers: {},
  shape: { kind: 'closed', connections: 1 },
  durationMs: 1,
  requestTimeoutMs: 1,
  seed: 1,
  firstSequence: 0,
}

/** Busy until it is told to stop, and for a little while after. */
function endlessGenerator() {
  const state = { idle: true }
  return {
    state,
    async run(_request: LoadRequest, signal?: AbortSignal): Promise<LoadResult> {
      state.idle = false
      const aborted = Promise.withResolvers<void>()
      signal?.addEventListener('abort', () => setImmediate(aborted.resolve))
      await aborted.promise
      state.idle = true
      throw new Error('the load was aborted')
    },
  }
}

test('a system that dies under load ends its load, and the generator is idle when that is told', async () => {
  const generator = endlessGenerator()
  const dead = { guard: () => Promise.reject(new Error('the head system ended by itself')) }
  await expect(loadOn(dead, generator, request)).rejects.toThrow('ended by itself')
  expect(generator.state.idle).toBe(true)
})

test('a load that fails by itself is told as it failed', async () => {
  const generator = { run: () => Promise.reject(new Error('no such account list')) }
  const alive = { guard: <T>(work: Promise<T>) => work }
  await expect(loadOn(alive, generator, request)).rejects.toThrow('no such account list')
})
