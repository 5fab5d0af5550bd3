import { setTimeout as sleep } from 'node:timers/promises'
import { availableParallelism } from 'node:os'
import { Redis } from 'ioredis'
import type { Client } from 'pg'
import { type CpuJiffies, readCpuJiffies } from '../../probes/cpu-steal.ts'
import { busiestDiskMs, type DiskTimes, readDiskTimes } from '../../probes/disk-time.ts'
import {
  processMsBetween,
  type ProcessTimes,
  readProcessTimes,
} from '../../probes/process-times.ts'
import { readRedisCpuSeconds } from '../../probes/redis-cpu.ts'
import { connectAdmin } from '../../target/databases.ts'
import type { Rig } from '../rig.ts'
import { waitShares, type WaitRow } from './wait-shares.ts'

/**
 * How full everything was that can be full, 0 to 1 of its own capacity, while a load went on: CPU by process
 * accounting, the database's lane by sampling what its sessions are at.
 */
export type Pressure = Readonly<Record<string, number>>

interface Reading {
  readonly atMs: number
  readonly jiffies: CpuJiffies
  readonly postgres: ProcessTimes | undefined
  readonly kafka: ProcessTimes | undefined
  readonly redisSeconds: number
  readonly disks: DiskTimes
}

const sampleEveryMs = 25

/** Who of the system's sessions is at work, and what it waits for. */
const activity = `
  select coalesce(wait_event_type, 'CPU') as type, coalesce(wait_event, '') as event, count(*)::int as sessions
    from pg_stat_activity
   where datname = $1 and pid <> pg_backend_pid() and state = 'active'
     and coalesce(wait_event_type, '') not in ('Client', 'Activity')
   group by 1, 2`

export class PressureMeter implements AsyncDisposable {
  readonly #rig: Rig
  readonly #admin: Client
  readonly #redis: Redis

  private constructor(rig: Rig, admin: Client, redis: Redis) {
    this.#rig = rig
    this.#admin = admin
    this.#redis = redis
  }

  static async open(rig: Rig): Promise<PressureMeter> {
    const admin = await connectAdmin(rig.environment.postgres.adminUrl)
    const redis = new Redis(rig.environment.redis.url, { maxRetriesPerRequest: 2 })
    redis.on('error', () => {
      // The next command fails with the reason, where it can be acted on.
    })
    return new PressureMeter(rig, admin, redis)
  }

  async during<T>(
    work: () => Promise<T>,
  ): Promise<{ readonly value: T; readonly pressure: Pressure }> {
    const ending = new AbortController()
    const samples: WaitRow[][] = []
    const sampling = this.#sample(samples, ending.signal)
    try {
      const before = await this.#read()
      const value = await work()
      const pressure = busyBetween(before, await this.#read(), availableParallelism())
      return { value, pressure: { ...pressure, ...waitShares(samples) } }
    } finally {
      ending.abort()
      await sampling
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#redis.disconnect()
    await this.#admin.end()
  }

  /** A reading that fails is a reading less. */
  async #sample(samples: WaitRow[][], signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const answer = await this.#admin
        .query<WaitRow>({ name: 'activity', text: activity, values: [this.#rig.database] })
        .catch(() => undefined)
      if (answer !== undefined) samples.push(answer.rows)
      await sleep(sampleEveryMs, undefined, { signal }).catch(() => undefined)
    }
  }

  async #read(): Promise<Reading> {
    const { postgres, kafka } = this.#rig.environment
    const timesOf = (pid: number | undefined) => (pid === undefined ? pid : readProcessTimes(pid))
    return {
      redisSeconds: await readRedisCpuSeconds(this.#redis),
      atMs: performance.now(),
      jiffies: readCpuJiffies(),
      postgres: timesOf(postgres.rootPid),
      kafka: timesOf(kafka.rootPid),
      disks: readDiskTimes(),
    }
  }
}

/** Services of many threads by all cores; Redis and one process of Postgres, of one thread each, by one. */
function busyBetween(before: Reading, after: Reading, cores: number): Record<string, number> {
  const elapsedMs = after.atMs - before.atMs
  const total = after.jiffies.total - before.jiffies.total
  const idle = after.jiffies.idle - before.jiffies.idle
  const busy: Record<string, number> = {
    'machine CPU': total <= 0 ? 0 : 1 - idle / total,
    Redis: ((after.redisSeconds - before.redisSeconds) * 1_000) / elapsedMs,
  }
  const postgres = msBetween(before.postgres, after.postgres)
  if (postgres !== undefined) {
    busy['database CPU'] = sum(postgres) / elapsedMs / cores
    busy['busiest database process'] = (postgres[0] ?? 0) / elapsedMs
  }
  const kafka = msBetween(before.kafka, after.kafka)
  if (kafka !== undefined) busy['Kafka'] = sum(kafka) / elapsedMs / cores
  const diskMs = busiestDiskMs(before.disks, after.disks)
  if (diskMs !== undefined) busy['disk'] = diskMs / elapsedMs
  return busy
}

function msBetween(
  before: ProcessTimes | undefined,
  after: ProcessTimes | undefined,
): number[] | undefined {
  return before === undefined || after === undefined ? undefined : processMsBetween(before, after)
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
