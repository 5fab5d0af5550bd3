import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { connectEngine } from '../lifecycle/container-engine.ts'
import { openRunLedger, type RunLedger } from '../lifecycle/run-ledger.ts'
import { chooseProvider } from './choose-provider.ts'
import { isContinuousIntegration } from './config.ts'
import type { EnvironmentRequest } from './environment.ts'

const engineExpected = (await connectEngine()) !== undefined || isContinuousIntegration()

let state: string
let ledger: RunLedger
beforeEach(async () => {
  state = mkdtempSync(join(tmpdir(), 'plumbline-choice-'))
  ledger = await openRunLedger(state)
})
afterEach(async () => {
  await ledger[Symbol.asyncDispose]()
  rmSync(state, { recursive: true, force: true })
})

const request = (more: Partial<EnvironmentRequest> = {}): EnvironmentRequest => ({
  services: 'auto',
  durability: 'process-crash',
  ledger,
  readyTimeoutMs: 1_000,
  external: undefined,
  onProgress: () => {},
  ...more,
})

test('what is asked for is taken', async () => {
  expect(await chooseProvider(request({ services: 'embedded' }))).toEqual({
    provider: 'embedded',
    reason: 'asked for',
  })
})

test('without an engine the services are embedded, and the run says why', async () => {
  expect(await chooseProvider(request(), async () => undefined)).toEqual({
    provider: 'embedded',
    reason: 'no Docker engine answers',
  })
})

test.each(engineExpected ? ['Docker'] : [])(
  'an engine (%s) that has the images is taken',
  async () => {
    expect(await chooseProvider(request())).toEqual({
      provider: 'testcontainers',
      reason: expect.stringMatching(/^Docker engine \S+ answers and has the images$/),
    })
  },
)

test.each(engineExpected ? ['Docker'] : [])(
  'an engine (%s) that has no image and can pull none is passed over, and the run says which image',
  async () => {
    const images = { redis: '127.0.0.1:1/none/redis:7' }
    expect(await chooseProvider(request({ images }))).toEqual({
      provider: 'embedded',
      reason: expect.stringContaining('image 127.0.0.1:1/none/redis:7 for redis is not here'),
    })
  },
)
