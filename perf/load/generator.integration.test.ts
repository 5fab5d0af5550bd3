import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { startLoadGenerator } from './generator.ts'
import { latencyOf, mergeLatencies } from './merge.ts'
import { measureOverhead } from './overhead.ts'
import { ArrivalSchedule } from './schedule.ts'
import type { RunLedger } from '../lifecycle/run-ledger.ts'
import type { LoadGenerator, LoadRequest, LoadResult } from './load.ts'

/** The generator as its owner sees it: a process, against a server in another process. */
const fixture = (name: string) => fileURLToPath(new URL(`./fixtures/${name}`, import.meta.url))

interface ServerProcess extends AsyncDisposable {
  readonly url: string
  readonly child: ChildProcess
}

async function startServerProcess(): Promise<ServerProcess> {
  const child = fork(fixture('steady-server.ts'), [], { execArgv: [] })
  const [port] = (await once(child, 'message')) as [number]
  return {
    url: `http://127.0.0.1:${port}`,
    child,
    async [Symbol.asyncDispose]() {
      const exited = once(child, 'exit')
      child.kill('SIGKILL')
      await exited
    },
  }
}

const recorded: number[] = []
const ledger: RunLedger = {
  runId: 'load-generator-test',
  folder: '',
  recordProcess: (pid) => void recorded.push(pid),
  recordContainer: () => {},
  recordFolder: () => {},
  recordDatabase: () => {},
  [Symbol.asyncDispose]: async () => {},
}

const base: Omit<LoadRequest, 'baseUrl'> = {
  scenarioFile: fixture('steady.scenario.ts'),
  headers: {},
  shape: { kind: 'open', journeysPerSecond: 100, connections: 20 },
  durationMs: 500,
  requestTimeoutMs: 5000,
  seed: 3,
  firstSequence: 0,
}

const latency = (result: LoadResult) => latencyOf(result.steps['read'] ?? mergeLatencies([]))
const alive = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

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

test('a generator that is busy with itself is reported as saturated, with what and by how much', async () => {
  await using server = await startServerProcess()
  await using generator = await startLoadGenerator({ ledger })
  const result = await generator.run({
    ...base,
    baseUrl: server.url,
    scenarioFile: fixture('busy.scenario.ts'),
    shape: { kind: 'open', journeysPerSecond: 1000, connections: 200 },
    durationMs: 1500,
  })
  expect(result.generator.saturated).toMatch(/dispatch lag p99 \d+\.\d ms, limit 20/)
  expect(result.generator.dispatchLagMsP99).toBeGreaterThan(100)
})

test('one generator serves open and closed loads one after the other', async () => {
  await using server = await startServerProcess()
  await using generator = await startLoadGenerator({ ledger })
  const open = await generator.run({ ...base, baseUrl: server.url })
  const closed = await generator.run({
    ...base,
    baseUrl: server.url,
    shape: { kind: 'closed', connections: 4 },
    journeys: 200,
  })
  expect(open).toMatchObject({ journeysCompleted: 50, requestsCompleted: 50, failures: {} })
  expect(closed).toMatchObject({ journeysCompleted: 200, acknowledged: 200, failures: {} })
  expect(open.generator.rssBytes).toBeGreaterThan(10_000_000)
  expect(open.generator.cpuUs).toBeGreaterThan(0)
})

test('the process is in the ledger, and gone when its owner is done with it', async () => {
  const generator = await startLoadGenerator({ ledger })
  const { pid } = generator
  expect(recorded).toContain(pid)
  expect(alive(pid)).toBe(true)
  await generator[Symbol.asyncDispose]()
  expect(alive(pid)).toBe(false)
})

test('a generator whose owner was killed ends by itself', async () => {
  const owner = fork(fixture('generator-owner.ts'), [], { execArgv: [] })
  const [pid] = (await once(owner, 'message')) as [number]
  expect(alive(pid)).toBe(true)
  owner.kill('SIGKILL')
  await expect.poll(() => alive(pid), { timeout: 5000 }).toBe(false)
})

test('a load while another one runs is refused, and the running one goes on', async () => {
  await using server = await startServerProcess()
  await using generator = await startLoadGenerator({ ledger })
  const running = generator.run({ ...base, baseUrl: server.url })
  await expect(generator.run({ ...base, baseUrl: server.url })).rejects.toThrow(/expected it idle/)
  expect((await running).journeysCompleted).toBe(50)
})

test('an aborted load rejects with the reason, and the generator serves the next', async () => {
  await using server = await startServerProcess()
  await using generator = await startLoadGenerator({ ledger })
  const controller = new AbortController()
  const running = generator.run(
    { ...base, baseUrl: server.url, durationMs: 60_000 },
    controller.signal,
  )
  setTimeout(() => controller.abort(new Error('enough')), 300)
  await expect(running).rejects.toThrow('enough')
  expect((await generator.run({ ...base, baseUrl: server.url })).journeysCompleted).toBe(50)
})

test.each([
  ['does not exist', 'no-such.scenario.ts', /no-such\.scenario\.ts/],
  ['has no journey', 'http-server.ts', /has no journey, expected a default export/],
  ['names two steps alike', 'twice.scenario.ts', /two steps "read", expected one of each name/],
  ['throws while it makes a request', 'throwing.scenario.ts', /no such account list/],
])('a scenario file that %s fails the load and says so', async (_what, file, message) => {
  await using server = await startServerProcess()
  await using generator = await startLoadGenerator({ ledger })
  const running = generator.run({ ...base, baseUrl: server.url, scenarioFile: fixture(file) })
  await expect(running).rejects.toMatchObject({
    code: 'load',
    message: expect.stringMatching(message),
  })
})

test('a generator that is killed in mid-load fails the load', async () => {
  await using server = await startServerProcess()
  await using generator = await startLoadGenerator({ ledger })
  const running = generator.run({ ...base, baseUrl: server.url, durationMs: 60_000 })
  setTimeout(() => process.kill(generator.pid, 'SIGKILL'), 300)
  await expect(running).rejects.toThrow(/load generator ended by itself with signal SIGKILL/)
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
