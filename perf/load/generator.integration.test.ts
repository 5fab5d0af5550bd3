import { fork } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { startLoadGenerator } from './generator.ts'
import { base, fixture, ledger, recorded, startServerProcess } from './testing.ts'

/** The generator as its owner sees it: a process, against a server in another process. */
const alive = (pid: number) => {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

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
