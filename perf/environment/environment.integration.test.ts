import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import {
  Admin,
  Consumer,
  Producer,
  stringDeserializers,
  stringSerializers,
} from '@platformatic/kafka'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { connectEngine, runLabel } from '../lifecycle/container-engine.ts'
import { isAlive, listProcesses, type ProcessIdentity } from '../lifecycle/process-identity.ts'
import { openRunLedger, type RunLedger } from '../lifecycle/run-ledger.ts'
import { withPostgres } from './ask-services.ts'
import { isContinuousIntegration } from './config.ts'
import type { Environment, EnvironmentRequest, ProviderName } from './environment.ts'
import { startEnvironment } from './start.ts'

/** One contract, run against every provider that this machine can have. */
const engine = await connectEngine()
const engineExpected = engine !== undefined || isContinuousIntegration()
const providers: ProviderName[] = ['embedded', 'external']
if (engineExpected) providers.push('testcontainers')

const readyTimeoutMs = 90_000

describe.each(providers)('%s', (provider) => {
  let state: string
  let ledger: RunLedger
  let environment: Environment
  const progress: string[] = []
  const name = `contract_${randomBytes(4).toString('hex')}`

  beforeAll(async () => {
    // Closed to others, as a checkout in a home folder is: Postgres, run as another user, must
    // cope.
    state = mkdtempSync(path.join(tmpdir(), 'plumbline-environment-'))
    ledger = await openRunLedger(path.join(state, 'runs'))
    environment = await startEnvironment({
      ...requestFor(provider, ledger),
      onProgress: (line) => progress.push(line),
    })
  })
  afterAll(async () => {
    await environment?.[Symbol.asyncDispose]()
    await ledger?.[Symbol.asyncDispose]()
    rmSync(state, { recursive: true, force: true })
  })

  test('the run says which provider was taken, why, and which versions answered', () => {
    expect(environment.provider).toBe(provider)
    expect(environment.reason).toBe('asked for')
    expect(environment.postgres.version).toMatch(/^18\.\d+$/)
    expect(environment.redis.version).toMatch(/^7\.\d+\.\d+$/)
    expect(environment.kafka.version).toMatch(/^4\.\d+$/)
    const said = progress.join('\n')
    expect(said).toContain(provider)
    expect(said).toContain(environment.postgres.version)
  })

  test('a database can be made and its statements are counted', async () => {
    await withPostgres(environment.postgres.adminUrl, (admin) =>
      admin.query(`CREATE DATABASE ${name}`),
    )
    const url = new URL(environment.postgres.adminUrl)
    url.pathname = name
    const rows = await withPostgres(url.toString(), async (client) => {
      await client.query('CREATE EXTENSION pg_stat_statements')
      await client.query('SELECT $1::int + 1', [1])
      await client.query('SELECT $1::int + 1', [2])
      const answer = await client.query<{ calls: string }>(
        "SELECT calls FROM pg_stat_statements WHERE query = 'SELECT $1::int + $2'",
      )
      return answer.rows
    })
    expect(rows).toEqual([{ calls: '2' }])
    await withPostgres(environment.postgres.adminUrl, (admin) =>
      admin.query(`DROP DATABASE ${name}`),
    )
  })

  test('the server has the settings that measuring relies on', async () => {
    const settings = await withPostgres(environment.postgres.adminUrl, async (client) => {
      const { rows } = await client.query<{ name: string; setting: string }>(
        `SELECT name, current_setting(name) AS setting FROM pg_settings WHERE name IN
         ('shared_buffers', 'max_wal_size', 'jit', 'fsync', 'synchronous_commit', 'track_wal_io_timing')`,
      )
      return Object.fromEntries(rows.map((row) => [row.name, row.setting]))
    })
    expect(settings).toEqual({
      shared_buffers: '2GB',
      max_wal_size: '4GB',
      jit: 'off',
      fsync: 'off',
      synchronous_commit: 'on',
      track_wal_io_timing: 'on',
    })
    expect(environment.durability).toBe('process-crash')
  })

  test('Redis keeps what it is given', async () => {
    const redis = new Redis(`${environment.redis.url}/0`)
    await redis.set(name, 'kept')
    expect(await redis.get(name)).toBe('kept')
    await redis.del(name)
    redis.disconnect()
  })

  test('Kafka hands on what it is given', async () => {
    expect(await roundTrip([...environment.kafka.brokers], name)).toBe('handed on')
  })

  test('the process ids are those of the servers', () => {
    const commands = (['postgres', 'redis', 'kafka'] as const).map((service) =>
      familyOf(environment[service].rootPid).map(({ pid }) => commandLine(pid)),
    )
    const servers = ['postgres: checkpointer', 'redis-server', 'kafka.Kafka'].map((words) =>
      expect.arrayContaining([expect.stringContaining(words)]),
    )
    // Servers that somebody else runs may be on another machine: no process is claimed.
    expect(commands).toEqual(provider === 'external' ? [[], [], []] : servers)
  })

  test('disposing leaves no process, no container and no folder', async () => {
    const family: ProcessIdentity[] = (['postgres', 'redis', 'kafka'] as const).flatMap((service) =>
      familyOf(environment[service].rootPid),
    )
    await environment[Symbol.asyncDispose]()
    expect(family.filter(isAlive)).toEqual([])
    expect(await labelledContainers(ledger.runId)).toEqual([])
    await ledger[Symbol.asyncDispose]()
    expect(readdirSync(path.join(state, 'runs'))).toEqual([])
    expect(existsSync(`/dev/shm/plumbline-${ledger.runId}-postgres`)).toBe(false)
  })
})

test.each(engineExpected ? [] : ['no Docker engine answers'])(
  'testcontainers is not tried here, %s, and asking for it is refused',
  async () => {
    const state = mkdtempSync(path.join(tmpdir(), 'plumbline-environment-'))
    await using ledger = await openRunLedger(state)
    await expect(startEnvironment(requestFor('testcontainers', ledger))).rejects.toMatchObject({
      code: 'prerequisite',
    })
  },
)

function requestFor(provider: ProviderName, ledger: RunLedger): EnvironmentRequest {
  const { postgresAdminUrl, redisUrl, kafkaBrokers } = inject('services')
  return {
    services: provider,
    durability: 'process-crash',
    ledger,
    readyTimeoutMs,
    external: { postgresUrl: postgresAdminUrl, redisUrl, kafkaBrokers },
    onProgress: () => {},
  }
}

async function roundTrip(bootstrapBrokers: string[], topic: string): Promise<string> {
  const options = { clientId: 'contract', bootstrapBrokers }
  const admin = new Admin(options)
  await admin.createTopics({ topics: [topic], partitions: 1, replicas: 1 })
  const producer = new Producer({ ...options, serializers: stringSerializers })
  await producer.send({ messages: [{ topic, key: 'key', value: 'handed on' }], acks: -1 })
  const consumer = new Consumer({ ...options, groupId: topic, deserializers: stringDeserializers })
  const stream = await consumer.consume({ topics: [topic], mode: 'earliest', maxWaitTime: 100 })
  let value: string | undefined
  for await (const message of stream) {
    value = message.value
    break
  }
  await consumer.close(true)
  await producer.close()
  await admin.deleteTopics({ topics: [topic] })
  await admin.close()
  return value ?? ''
}

function familyOf(rootPid: number | undefined): ProcessIdentity[] {
  if (rootPid === undefined) return []
  const all = listProcesses()
  const family = all.filter(({ pid }) => pid === rootPid)
  for (const member of family)
    family.push(...all.filter(({ parentPid }) => parentPid === member.pid))
  return family
}

function commandLine(pid: number): string {
  return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
}

async function labelledContainers(runId: string): Promise<unknown[]> {
  if (engine === undefined) return []
  const filters = { label: [`${runLabel}=${runId}`] }
  return engine.container.dockerode.listContainers({ all: true, filters })
}
