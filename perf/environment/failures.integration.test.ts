import { execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest'
import { identify, isAlive } from '../lifecycle/process-identity.ts'
import { openRunLedger, type RunLedger } from '../lifecycle/run-ledger.ts'
import { sweepDeadRuns } from '../lifecycle/sweep.ts'
import { startFixtureRun } from '../lifecycle/fixture-run.ts'
import { withPostgres } from './ask-services.ts'
import { startEmbedded } from './embedded.ts'
import type { EnvironmentRequest } from './environment.ts'
import { useExternal } from './external.ts'
import { isPortTaken, onFreePorts } from '../lifecycle/free-port.ts'
import { serveRedis } from './embedded-redis.ts'

let state: string
let ledger: RunLedger
beforeEach(async () => {
  state = mkdtempSync(path.join(tmpdir(), 'plumbline-failures-'))
  ledger = await openRunLedger(path.join(state, 'runs'))
})
afterEach(async () => {
  await ledger[Symbol.asyncDispose]()
  rmSync(state, { recursive: true, force: true })
})

const request = (more: Partial<EnvironmentRequest> = {}): EnvironmentRequest => ({
  services: 'embedded',
  durability: 'process-crash',
  ledger,
  readyTimeoutMs: 60_000,
  external: undefined,
  onProgress: () => {},
  ...more,
})

describe('a service killed in mid-run', () => {
  test.each(['postgres', 'redis', 'kafka'] as const)(
    'kill -9 of %s is told as the death of that service, and the rest can still be stopped',
    async (service) => {
      const environment = await startEmbedded(request())
      const family = (['postgres', 'redis', 'kafka'] as const).map((name) =>
        identify(environment[name].rootPid as number),
      )
      process.kill(environment[service].rootPid as number, 'SIGKILL')
      const failure = await environment.died
      expect(failure).toMatchObject({
        code: 'service',
        message: expect.stringMatching(`^${service} ended by itself with signal SIGKILL, expected`),
      })
      await environment[Symbol.asyncDispose]()
      expect(family.filter(isAlive)).toEqual([])
    },
  )
})

test('a port that is taken is said in the words of the service, and another is tried', async () => {
  await using taken = createServer((socket) => socket.destroy()).listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as AddressInfo
  const folder = path.join(ledger.folder, 'redis')
  mkdirSync(folder)

  const failure = await serveRedis(request(), folder, port).catch((error: unknown) => error)
  expect(failure).toMatchObject({
    code: 'service',
    message: expect.stringMatching(/^redis ended by itself.*Address already in use/is),
  })
  expect(isPortTaken(failure)).toBe(true)

  const tried: number[] = []
  const started = await onFreePorts(1, async ([free]) => {
    tried.push(free as number)
    return serveRedis(request(), folder, tried.length === 1 ? port : (free as number))
  })
  expect(tried).toHaveLength(2)
  await started.process.stop()
})

// Only root can mount a disk that is small enough to fill.
test.each(process.getuid?.() === 0 ? ['4m'] : [])(
  'a full disk (%s) is said, and nothing is left running',
  async (size) => {
    const small = path.join(state, 'small')
    // Open to Postgres' own user: from a closed folder its data would move to the cache folder.
    chmodSync(state, 0o755)
    mkdirSync(small)
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=755`, 'tmpfs', small])
    try {
      await using full = await openRunLedger(path.join(small, 'runs'))
      await expect(startEmbedded(request({ ledger: full }))).rejects.toMatchObject({
        code: 'disk',
        message: expect.stringMatching(/No space left on device/),
      })
      expect(full.folder).toContain(small)
    } finally {
      execFileSync('umount', [small])
    }
  },
)

test('a service that nobody runs is said with the last answer and the time', async () => {
  const [postgresUrl, redisUrl] = ['postgres://nobody@127.0.0.1:1/postgres', 'redis://127.0.0.1:1']
  const external = { postgresUrl, redisUrl, kafkaBrokers: ['127.0.0.1:1'] }
  await expect(useExternal(request({ external, readyTimeoutMs: 300 }))).rejects.toMatchObject({
    code: 'service',
    message: expect.stringMatching(
      /^(postgres|redis|kafka) not ready after \d+ ms: last answer ".*", expected it to answer within 300 ms$/,
    ),
  })
})

test('external Postgres that may lose acknowledged work is refused', async () => {
  const { postgresAdminUrl, redisUrl, kafkaBrokers } = inject('services')
  const url = new URL(postgresAdminUrl)
  url.searchParams.set('options', '-c synchronous_commit=off')
  const external = { postgresUrl: url.toString(), redisUrl, kafkaBrokers }
  await expect(useExternal(request({ external }))).rejects.toMatchObject({
    code: 'service',
    message: expect.stringMatching(/^postgres has synchronous_commit off, expected on/),
  })
})

test('a database that a killed run left in an external server is dropped by the next sweep', async () => {
  const { postgresAdminUrl } = inject('services')
  const name = `swept_${process.pid}`
  await withPostgres(postgresAdminUrl, (client) => client.query(`CREATE DATABASE ${name}`))
  using run = await startFixtureRun([
    '--state',
    path.join(state, 'others'),
    '--database',
    `${postgresAdminUrl} ${name}`,
  ])
  await run.kill9()
  const report = await sweepDeadRuns(path.join(state, 'others'))
  expect(report.swept).toMatchObject([
    { databases: [expect.stringContaining(name)], notRemoved: [] },
  ])
  expect(readdirSync(path.join(state, 'others'))).toEqual([])
  const left = await withPostgres(postgresAdminUrl, (client) =>
    client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]),
  )
  expect(left.rowCount).toBe(0)
})
