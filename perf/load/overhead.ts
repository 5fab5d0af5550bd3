import { fileURLToPath } from 'node:url'
import { KnownFailure } from '../errors.ts'
import { spawnOwned } from '../lifecycle/spawn-owned.ts'
import { startLoadGenerator } from './generator.ts'
import { latencyOf, type LatencyMs } from './merge.ts'
import type { RunLedger } from '../lifecycle/run-ledger.ts'
import type { LoadRequest, LoadResult } from './load.ts'

/**
 * What the generator itself costs: an open load as heavy as the payments journey against a server
 * that does nothing, so that the CPU measured is the generator's own. A row of the benchmark.
 */
export interface OverheadRequest {
  readonly ledger: RunLedger
  readonly requestsPerSecond: number
  readonly connections: number
  readonly durationMs: number
}

export interface Overhead {
  readonly requestsPerSecond: number
  /** CPU of the generator process as a share of one core. */
  readonly cores: number
  readonly cpuUsPerRequest: number
  readonly rssBytes: number
  readonly dispatchLagMsP99: number
  /** Of the first step, against a server without work: what measuring adds at most. */
  readonly latency: LatencyMs | undefined
  readonly saturated: string | undefined
}

const fixture = (name: string) => fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url))
const warmUpMs = 2_000
const stepsPerJourney = 3

export async function measureOverhead(request: OverheadRequest): Promise<Overhead> {
  await using server = await spawnOwned({
    ledger: request.ledger,
    what: 'server without work',
    command: process.execPath,
    args: [fixture('steady-server.ts')],
    inherit: 'essential',
    failureCode: 'load',
    ipc: true,
  })
  const port = await server.whileAlive(
    new Promise<number>((resolve) => server.child.once('message', (sent) => resolve(Number(sent)))),
  )
  await using generator = await startLoadGenerator({ ledger: request.ledger })
  const load: LoadRequest = {
    scenarioFile: fixture('payment-like.scenario.ts'),
    baseUrl: `http://127.0.0.1:${port}`,
    headers: { Authorization: 'Bearer overhead' },
    shape: {
      kind: 'open',
      journeysPerSecond: request.requestsPerSecond / stepsPerJourney,
      connections: request.connections,
    },
    durationMs: warmUpMs,
    requestTimeoutMs: 10_000,
    seed: 1,
    firstSequence: 0,
  }
  await generator.run(load)
  return overheadOf(await generator.run({ ...load, durationMs: request.durationMs }))
}

function overheadOf(result: LoadResult): Overhead {
  const { generator, requestsCompleted, durationMs } = result
  const pay = result.steps['pay']
  if (requestsCompleted === 0 || result.journeysCompleted !== result.journeysOffered) {
    throw new KnownFailure(
      'load',
      `overhead: ${result.journeysCompleted} of ${result.journeysOffered} journeys were completed, ` +
        'expected all of them against a server without work',
    )
  }
  return {
    requestsPerSecond: (requestsCompleted / durationMs) * 1000,
    cores: generator.cpuUs / 1000 / durationMs,
    cpuUsPerRequest: generator.cpuUs / requestsCompleted,
    rssBytes: generator.rssBytes,
    dispatchLagMsP99: generator.dispatchLagMsP99,
    latency: pay === undefined ? undefined : latencyOf(pay),
    saturated: generator.saturated,
  }
}
