import { readPaymentsRecorded, type TenantEvents } from '../../events/read-payments-recorded.ts'
import { paymentsRecordedPartitions } from '../../events/payment-recorded.ts'
import type { Commits, ReceivedMessage } from '../../platform/kafka/consumer.ts'
import type { Redis } from '../../platform/redis/redis.ts'
import { Continuity } from './continuity.ts'
import type { Place } from './continuity.ts'
import {
  appliedKey,
  banksKey,
  bucketKey,
  bucketUnitNames,
  bucketUnits,
  countedKey,
  indexOf,
} from './projection-keys.ts'
import { totalsOf } from './totals.ts'

/**
 * Keeps running totals of payments in Redis, fed by Kafka. Messages come at least once; each counts
 * once, because the script that adds its numbers also remembers its outbox id. One tenant's
 * messages are in one partition and in order, so the highest id is all there is to remember. What
 * Redis has forgotten would stay forgotten if counting went on behind it: the script also keeps
 * through which offset a partition is counted, and refuses a message before which one is missing.
 *
 * KEYS: counted, applied, banks, one bucket per unit.
 * ARGV: offset, offset of the one before, epoch:id, time, keepSeconds per bucket, number of fields,
 * (field, increment)..., bank...
 */
const applyLua = `
local counted, applied = unpack(redis.call('mget', KEYS[1], KEYS[2]))
local through = tonumber(counted or '-1')
if through < tonumber(ARGV[2]) then return -1 end
if through < tonumber(ARGV[1]) then counted = ARGV[1] end
local epoch, id = string.match(ARGV[3], '^(.*):(%d+)$')
local seenEpoch, seenId = string.match(applied or '', '^(.*):(%d+)$')
if seenEpoch == epoch and tonumber(id) <= tonumber(seenId) then
  redis.call('set', KEYS[1], counted)
  return 0
end
local fields = tonumber(ARGV[9])
for bucket = 4, 7 do
  for field = 0, fields - 1 do
    redis.call('hincrby', KEYS[bucket], ARGV[10 + 2 * field], ARGV[11 + 2 * field])
  end
  redis.call('expire', KEYS[bucket], ARGV[bucket + 1])
end
for bank = 10 + 2 * fields, #ARGV do
  redis.call('zadd', KEYS[3], 'GT', ARGV[4], ARGV[bank])
end
redis.call('mset', KEYS[1], counted, KEYS[2], ARGV[3])
return 1`

/**
 * Of a message of another database, which adds nothing: the partition is counted through it all the
 * same. KEYS: counted. ARGV: offset, offset of the one before.
 */
const passLua = `
local through = tonumber(redis.call('get', KEYS[1]) or '-1')
if through < tonumber(ARGV[2]) then return -1 end
if through < tonumber(ARGV[1]) then redis.call('set', KEYS[1], ARGV[1]) end
return 0`

const keyCount = 7
const refused = -1

export class ProjectionLost extends Error {
  override readonly name = 'ProjectionLost'
}

export interface Projection {
  /**
   * Partitions to read from their start on: less of them is counted than is committed, or the last
   * message was refused.
   */
  readonly readsAnew: (commits: Commits) => Promise<ReadonlySet<number>>
  /**
   * @throws ProjectionLost when Redis has forgotten meanwhile, DependencyUnavailable when it is
   * away
   */
  readonly handle: (messages: readonly ReceivedMessage[]) => Promise<void>
}

const partitions = Array.from({ length: paymentsRecordedPartitions }, (_, partition) => partition)

export function createProjection(redis: Redis, epoch: () => Promise<string>): Projection {
  const continuity = new Continuity()
  let current: string | undefined
  /** Of which the last message that came was refused. */
  let lost: ReadonlySet<number> = new Set()
  return {
    async readsAnew(commits) {
      // Read before what is counted: another reader counts first, then commits.
      const committed = await commits(paymentsRecordedPartitions)
      const [counted] = await redis.pipeline((commands) => {
        commands.mget(partitions.map((each) => redis.key(countedKey(each))))
      })
      const next = (counted as readonly (string | null)[]).map((each) => BigInt(each ?? -1) + 1n)
      const isForgotten = (each: number): boolean => (next[each] ?? 0n) < (committed[each] ?? 0n)
      const anew = new Set(partitions.filter((each) => lost.has(each) || isForgotten(each)))
      continuity.begin(anew)
      return anew
    },
    async handle(messages) {
      const ours = (current ??= await epoch())
      const batches = messages.map((message) => placed(message, continuity))
      const results = await redis.pipeline((commands) => {
        for (const batch of batches) {
          commands.eval(...scriptOf(redis, batch, ours))
        }
      })
      const uncounted = batches.filter((_, index) => results[index] === refused)
      lost = new Set(uncounted.map(({ partition }) => partition))
      if (lost.size > 0) {
        const which = [...lost].join(', ')
        throw new ProjectionLost(`redis has lost totals; reading partitions ${which} again`)
      }
    },
  }
}

/** Events with their place in the topic. */
interface PlacedEvents extends TenantEvents, Place {
  /** Offset of the message that has to be counted before. */
  readonly before: bigint
}

function placed(message: ReceivedMessage, continuity: Continuity): PlacedEvents {
  const { partition, offset } = message
  const before = continuity.follow(message)
  return { ...readPaymentsRecorded(message), partition, offset, before }
}

function placeOf({ offset, before }: PlacedEvents): readonly [offset: string, before: string] {
  return [String(offset), String(before)]
}

/** The script that counts these events, the number of its keys, and its arguments. */
function scriptOf(
  redis: Redis,
  batch: PlacedEvents,
  epoch: string,
): [script: string, keys: number, ...(string | number)[]] {
  return batch.epoch === epoch
    ? [applyLua, keyCount, ...argumentsOf(redis, batch)]
    : [passLua, 1, redis.key(countedKey(batch.partition)), ...placeOf(batch)]
}

function argumentsOf(redis: Redis, batch: PlacedEvents): (string | number)[] {
  const timeMs = Date.parse(batch.at)
  const { counts, banks } = totalsOf(batch.events)
  const buckets = bucketUnitNames.map((unit) =>
    bucketKey(batch.tenant, unit, indexOf(unit, timeMs)),
  )
  const counted = countedKey(batch.partition)
  const keys = [counted, appliedKey(batch.tenant), banksKey(batch.tenant), ...buckets]
  return [
    ...keys.map((key) => redis.key(key)),
    ...placeOf(batch),
    `${batch.epoch}:${batch.outboxId}`,
    timeMs,
    ...bucketUnitNames.map((unit) => bucketUnits[unit].keepSeconds),
    counts.size,
    ...[...counts].flat(),
    ...banks,
  ]
}
