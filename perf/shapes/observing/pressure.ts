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
import type { CoresUsed } from '../document.ts'
import type { Rig } from '../rig.ts'
import { CoreMeter, coresBetween, type CoreTimes } from './cores.ts'
import { waitShares, type WaitRow } from './wait-shares.ts'

/**
 * How full everything was that can be full, 0 to 1 of its own capacity, while a load went on: CPU
 * by process accounting, the database's lane by sampling what its sessions are at.
 */
export type Pressure = Readonly<Record<string, number>>

interface Reading {
  readonly atMs: number
  readonly cores: CoreTimes
  readonly jiffies: CpuJiffies
  readonly postgres: ProcessTimes | undefined
  /**
   * Processes of the sessions on which payments are written: no worker of Postgres, nor who watches
   * it.
   */
  readonly writers: readonly number[]
  readonly kafka: ProcessTimes | undefined
  readonly redisSeconds: number
  readonly disks: DiskTimes
}

interface Sample {
  readonly atMs: number
  readonly rows: readonly WaitRow[]
}

/** Empty where `work` marked less than two moments. */
export interface Pressed<T> {
  readonly value: T
  readonly pressure: Pressure
  readonly cores: CoresUsed
}

const sampleEveryMs = 25

/** Who of the system's sessions is at work, and what it waits for. */
const activity = `
  select coalesce(wait_event_type, 'CPU') as type, coalesce(wait_event, '') as event, count(*)::int as sessions
    from pg_stat_activity
   where datname = $1 and pid <> pg_backend_pid() and state = 'active'
     and coalesce(wait_event_type, '') not in ('Client', 'Activity')
   group by 1, 2`

/** Each lane of payments is written by one session alone, which holds a lock for it. */
const writers = `
  select pid from pg_locks
   where locktype = 'advisory' and granted
     and database = (select oid from pg_database where datname = $1)`

export class PressureMeter implements AsyncDisposable {
  readonly #rig: Rig
  readonly #cores: CoreMeter
  readonly #admin: Client
  readonly #redis: Redis

  private constructor(rig: Rig, admin: Client, redis: Redis) {
    this.#rig = rig
    this.#cores = new CoreMeter(rig)
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

  /**
   * Of what lies between the first and the last call of `mark`, which `work` is handed: ramps and
   * waiting for what is in flight would make everything look emptier than it was at the rate that
   * is judged.
   */
  async during<T>(work: (mark: () => void) => Promise<T>): Promise<Pressed<T>> {
    const ending = new AbortController()
    const samples: Sample[] = []
    const sampling = this.#sample(samples, ending.signal)
    const first: Promise<Reading>[] = []
    let last: Promise<Reading> | undefined
    const mark = () => {
      const reading = this.#read()
      // Whoever needs it finds out; a reading that is followed by another is needed by nobody.
      reading.catch(() => undefined)
      if (first.length === 0) first.push(reading)
      else last = reading
    }
    try {
      const value = await work(mark)
      const [before, after] = [await first[0], await last]
      if (before === undefined || after === undefined) return { value, pressure: {}, cores: {} }
      const within = samples.filter(({ atMs }) => atMs >= before.atMs && atMs <= after.atMs)
      const busy = busyBetween(before, after, availableParallelism())
      return {
        value,
        pressure: { ...busy, ...waitShares(within.map(({ rows }) => rows)) },
        cores: coresBetween(before.cores, after.cores),
      }
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
  async #sample(samples: Sample[], signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const answer = await this.#admin
        .query<WaitRow>({ name: 'activity', text: activity, values: [this.#rig.database] })
        .catch(() => undefined)
      if (answer !== undefined) samples.push({ atMs: performance.now(), rows: answer.rows })
      await sleep(sampleEveryMs, undefined, { signal }).catch(() => undefined)
    }
  }

  async #writers(): Promise<number[]> {
    const { rows } = await this.#admin.query<{ pid: number }>(writers, [this.#rig.database])
    return rows.map(({ pid }) => pid)
  }

  async #read(): Promise<Reading> {
    const { postgres, kafka } = this.#rig.environment
    const timesOf = (pid: number | undefined) => (pid === undefined ? pid : readProcessTimes(pid))
    return {
      redisSeconds: await readRedisCpuSeconds(this.#redis),
      writers: await this.#writers(),
      atMs: performance.now(),
      cores: this.#cores.read(),
      jiffies: readCpuJiffies(),
      postgres: timesOf(postgres.rootPid),
      kafka: timesOf(kafka.rootPid),
      disks: readDiskTimes(),
    }
  }
}

/**
 * Services of many threads by all cores; Redis and one process of Postgres, of one thread each, by
 * one.
 */
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
  }
  const [writing] = msBetween(before.postgres, only(after.postgres, after.writers)) ?? []
  if (writing !== undefined) busy['writing session'] = writing / elapsedMs
  const kafka = msBetween(before.kafka, after.kafka)
  if (kafka !== undefined) busy['Kafka'] = sum(kafka) / elapsedMs / cores
  const diskMs = busiestDiskMs(before.disks, after.disks)
  if (diskMs !== undefined) busy['disk'] = diskMs / elapsedMs
  return busy
}

/** None where a process goes by another number outside, as in a container. */
function only(times: ProcessTimes | undefined, pids: readonly number[]): ProcessTimes | undefined {
  return times === undefined ? undefined : new Map([...times].filter(([pid]) => pids.includes(pid)))
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
