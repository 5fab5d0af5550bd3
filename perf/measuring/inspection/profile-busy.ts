import { type CpuJiffies, readCpuJiffies } from '../../probes/cpu-steal.ts'
import { busiestDiskMs, type DiskTimes, readDiskTimes } from '../../probes/disk-time.ts'
import {
  processMsBetween,
  type ProcessTimes,
  readProcessTimes,
} from '../../probes/process-times.ts'
import { readRedisCpuSeconds } from '../../probes/redis-cpu.ts'
import type { Workbench } from '../workbench.ts'

/**
 * What has been used so far of everything that can be full, but for what the system itself tells.
 */
export interface BusyReading {
  readonly atMs: number
  readonly jiffies: Pick<CpuJiffies, 'total' | 'idle'>
  /** Undefined where the service's processes are elsewhere. */
  readonly postgres: ProcessTimes | undefined
  readonly kafka: ProcessTimes | undefined
  readonly redisSeconds: number
  readonly disks: DiskTimes
}

export async function readBusy({ session, redis }: Workbench): Promise<BusyReading> {
  const { postgresRootPid, kafkaRootPid } = session.services
  const timesOf = (pid: number | undefined) => (pid === undefined ? pid : readProcessTimes(pid))
  return {
    jiffies: readCpuJiffies(),
    postgres: timesOf(postgresRootPid),
    kafka: timesOf(kafkaRootPid),
    disks: readDiskTimes(),
    redisSeconds: await readRedisCpuSeconds(redis),
    atMs: performance.now(),
  }
}

/**
 * How busy each was between two readings, 0 to 1 of its own capacity: services of many threads of
 * all cores, Redis and a single process of Postgres, which have one thread, of one core. Where one
 * connection does all the work Postgres as a whole never looks busy.
 */
export function busyBetween(
  before: BusyReading,
  after: BusyReading,
  cores: number,
): Record<string, number> {
  const elapsedMs = after.atMs - before.atMs
  const total = after.jiffies.total - before.jiffies.total
  const idle = after.jiffies.idle - before.jiffies.idle
  const busy: Record<string, number> = {
    'machine CPU': total <= 0 ? 0 : 1 - idle / total,
    Redis: ((after.redisSeconds - before.redisSeconds) * 1_000) / elapsedMs,
  }
  const [postgres, kafka] = [
    msBetween(before.postgres, after.postgres),
    msBetween(before.kafka, after.kafka),
  ]
  if (postgres !== undefined) {
    busy['Postgres CPU'] = sum(postgres) / elapsedMs / cores
    busy['busiest Postgres process'] = (postgres[0] ?? 0) / elapsedMs
  }
  if (kafka !== undefined) busy['Kafka CPU'] = sum(kafka) / elapsedMs / cores
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
