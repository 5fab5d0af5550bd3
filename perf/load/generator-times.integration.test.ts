import { expect, test } from 'vitest'
import { startLoadGenerator } from './generator.ts'
import type { LoadGenerator, LoadRequest, LoadResult } from './load.ts'
import { latencyOf, mergeLatencies } from './merge.ts'
import { measureOverhead } from './overhead.ts'
import { ArrivalSchedule } from './schedule.ts'
import { base, ledger, type ServerProcess, startServerProcess } from './testing.ts'

const latency = (result: LoadResult) => latencyOf(result.steps['read'] ?? mergeLatencies([]))

/**
 * The p99 that a stall of the given length makes, read off the schedule: arrivals wait until its
 * end.
 */
function expectedP99Ms(
  request: LoadRequest,
  rate: number,
  fromMs: number,
  stallMs: number,
): number {
  const schedule = new ArrivalSchedule({ ...request, journeysPerSecond: rate })
  const waits: number[] = []
  for (; schedule.nextMs !== Number.POSITIVE_INFINITY; schedule.advance()) {
    const intoStall = schedule.nextMs - fromMs
    waits.push(intoStall >= 0 && intoStall < stallMs ? stallMs - intoStall : 0)
  }
  waits.sort((a, b) => a - b)
  return waits[Math.ceil(waits.length * 0.99) - 1] ?? 0
}

const stallRate = 1000
const freezeAfterMs = 4000
const attempts = 3

interface StallRun {
  readonly result: LoadResult
  readonly truthMs: number
}

async function runWithStall(generator: LoadGenerator, server: ServerProcess): Promise<StallRun> {
  const request: LoadRequest = {
    ...base,
    baseUrl: server.url,
    shape: { kind: 'open', journeysPerSecond: stallRate, connections: 1500 },
    durationMs: 10_000,
    requestTimeoutMs: 10_000,
  }
  let stallMs = 0
  const freezing = setTimeout(() => {
    server.child.kill('SIGSTOP')
    const frozenAtMs = performance.now()
    setTimeout(() => {
      server.child.kill('SIGCONT')
      stallMs = performance.now() - frozenAtMs
    }, 1000)
  }, freezeAfterMs)
  const result = await generator.run(request)
  clearTimeout(freezing)
  // Where within the schedule it froze does not matter to p99: see schedule.ts.
  return { result, truthMs: expectedP99Ms(request, stallRate, freezeAfterMs, stallMs) }
}

test('a server frozen for a second shows in p99 within five percent of what the schedule says', async () => {
  await using server = await startServerProcess()
  await using generator = await startLoadGenerator({ ledger })
  const warmUp = { ...base, baseUrl: server.url, durationMs: 1000, firstSequence: 1_000_000 }
  await generator.run({ ...warmUp, shape: { ...base.shape, kind: 'closed' } })
  // As in the pipeline: a run that calls itself invalid is run again.
  let run = await runWithStall(generator, server)
  for (
    let again = 1;
    again < attempts && run.result.generator.saturated !== undefined;
    again += 1
  ) {
    run = await runWithStall(generator, server)
  }
  const { result, truthMs } = run
  expect(truthMs).toBeGreaterThan(850)
  expect(result).toMatchObject({ journeysCompleted: 10_000, timeouts: 0, connectionErrors: 0 })
  expect(Math.abs((latency(result)?.p99 ?? 0) / truthMs - 1)).toBeLessThan(0.05)
  expect(latency(result)?.p50).toBeLessThan(25)
})

test('the overhead of the generator is measured at the rate that was asked for', async () => {
  const overhead = await measureOverhead({
    ledger,
    requestsPerSecond: 300,
    connections: 50,
    durationMs: 1000,
  })
  expect(overhead.requestsPerSecond).toBeGreaterThan(200)
  expect(overhead.requestsPerSecond).toBeLessThan(310)
  expect(overhead.cpuUsPerRequest).toBeGreaterThan(1)
  expect(overhead.cores).toBeCloseTo((overhead.cpuUsPerRequest * 300) / 1e6, 2)
  expect(overhead.latency?.count).toBe(100)
})
