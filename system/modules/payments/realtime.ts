import type { ChainableCommander } from 'ioredis'
import type { Redis } from '../../platform/redis/redis.ts'
import { banksKey, bucketKey, bucketUnits, indexOf } from './projection-keys.ts'
import type { BucketUnit } from './projection-keys.ts'
import type { Realtime } from './schemas.ts'
import { currencyOf } from './totals.ts'

/** What is under way in this process, and what is held in the database. */
export interface UnderWay {
  readonly queued: number
  readonly working: number
  readonly held: { readonly queued: number; readonly inReview: number }
}

const rateSeconds = 10
const hourMs = bucketUnits.hour.ms
const dayMs = bucketUnits.day.ms

interface Bucket {
  readonly unit: BucketUnit
  readonly index: number
}

/** The totals of one tenant as of now. @throws DependencyUnavailable */
export async function readRealtime(
  redis: Redis,
  tenant: string,
  nowMs: number,
  underWay: UnderWay,
): Promise<Realtime> {
  const windows = {
    rate: range('second', indexOf('second', nowMs) - rateSeconds, indexOf('second', nowMs) - 1),
    hour: range('minute', indexOf('minute', nowMs - hourMs) + 1, indexOf('minute', nowMs)),
    day: lastDay(nowMs),
    today: range('day', indexOf('day', nowMs), indexOf('day', nowMs)),
  }
  const buckets = Object.values(windows).flat()
  const answers = [
    ...(await redis.pipeline((commands) => {
      for (const { unit, index } of buckets) {
        commands.hgetall(redis.key(bucketKey(tenant, unit, index)))
      }
      countActiveBanks(commands, redis.key(banksKey(tenant)), nowMs)
    })),
  ]
  const sums: Record<keyof typeof windows, Map<string, bigint>> = {
    rate: sum(answers.splice(0, windows.rate.length)),
    hour: sum(answers.splice(0, windows.hour.length)),
    day: sum(answers.splice(0, windows.day.length)),
    today: sum(answers.splice(0, windows.today.length)),
  }
  return compose(sums, Number(answers[0]), underWay)
}

function compose(
  sums: Readonly<Record<'rate' | 'hour' | 'day' | 'today', Map<string, bigint>>>,
  activeBanks: number,
  { queued, working, held }: UnderWay,
): Realtime {
  const count = (window: keyof typeof sums, field: string): number =>
    Number(sums[window].get(field) ?? 0n)
  const settled = count('hour', 'settled')
  const rejected = count('hour', 'rejected')
  const decided = settled + rejected
  return {
    tps: count('rate', 'recorded') / rateSeconds,
    volume_24h: volumes(sums.day),
    success_rate: decided === 0 ? null : Math.round((settled * 10_000) / decided) / 100,
    pending_count: queued + held.queued,
    processing_count: working,
    queue_depth: queued + working,
    failed_last_1h: rejected,
    settled_today: count('today', 'settled'),
    active_banks: activeBanks,
    compliance_review: held.inReview,
  }
}

/** 24 h back to the minute: minutes up to the next full hour, whole hours, the current hour. */
function lastDay(nowMs: number): readonly Bucket[] {
  const firstMinute = indexOf('minute', nowMs - dayMs) + 1
  const firstHour = Math.ceil(firstMinute / 60)
  return [
    ...range('minute', firstMinute, firstHour * 60 - 1),
    ...range('hour', firstHour, indexOf('hour', nowMs)),
  ]
}

function range(unit: BucketUnit, first: number, last: number): readonly Bucket[] {
  const length = Math.max(0, last - first + 1)
  return Array.from({ length }, (_, offset) => ({ unit, index: first + offset }))
}

function countActiveBanks(commands: ChainableCommander, key: string, nowMs: number): void {
  commands.zcount(key, nowMs - hourMs, '+inf')
}

function sum(hashes: readonly unknown[]): Map<string, bigint> {
  const sums = new Map<string, bigint>()
  for (const hash of hashes as readonly Readonly<Record<string, string>>[]) {
    for (const [field, value] of Object.entries(hash)) {
      sums.set(field, (sums.get(field) ?? 0n) + BigInt(value))
    }
  }
  return sums
}

const minorPerMajor = 100n

/** All currencies here have two decimal places. */
function volumes(sums: ReadonlyMap<string, bigint>): Record<string, string> {
  return Object.fromEntries(
    [...sums].flatMap(([field, minor]) => {
      const currency = currencyOf(field)
      const cents = String(minor % minorPerMajor).padStart(2, '0')
      return currency === undefined ? [] : [[currency, `${minor / minorPerMajor}.${cents}`]]
    }),
  )
}
