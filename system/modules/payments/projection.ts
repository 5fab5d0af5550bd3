import { readPaymentsRecorded, type TenantEvents } from '../../events/read-payments-recorded.ts'
import type { ReceivedMessage } from '../../platform/kafka/consumer.ts'
import type { Redis } from '../../platform/redis/redis.ts'
import {
  appliedKey,
  banksKey,
  bucketKey,
  bucketUnitNames,
  bucketUnits,
  indexOf,
  presentKey,
} from './projection-keys.ts'
import { totalsOf } from './totals.ts'

/**
 * Keeps running totals of payments in Redis, fed by Kafka. Messages come at least once; each counts
 * once, because the script that adds its numbers also remembers its outbox id. One tenant's
 * messages are in one partition and in order, so the highest id is all there is to remember.
 *
 * KEYS: present, applied, banks, one bucket per unit.
 * ARGV: epoch:id, time, keepSeconds per bucket, number of fields, (field, increment)..., bank...
 */
const applyLua = `
if redis.call('exists', KEYS[1]) == 0 then return -1 end
local epoch, id = string.match(ARGV[1], '^(.*):(%d+)$')
local seenEpoch, seenId = string.match(redis.call('get', KEYS[2]) or '', '^(.*):(%d+)$')
if seenEpoch == epoch and tonumber(id) <= tonumber(seenId) then return 0 end
local fields = tonumber(ARGV[7])
for bucket = 4, 7 do
  for field = 0, fields - 1 do
    redis.call('hincrby', KEYS[bucket], ARGV[8 + 2 * field], ARGV[9 + 2 * field])
  end
  redis.call('expire', KEYS[bucket], ARGV[bucket - 1])
end
for bank = 8 + 2 * fields, #ARGV do
  redis.call('zadd', KEYS[3], 'GT', ARGV[2], ARGV[bank])
end
redis.call('set', KEYS[2], ARGV[1])
return 1`

const keyCount = 7
const lost = -1

export class ProjectionLost extends Error {
  override readonly name = 'ProjectionLost'
}

export interface Projection {
  /** Where to read from: the whole topic when Redis has forgotten. */
  readonly startFrom: () => Promise<'committed' | 'earliest'>
  /**
   * @throws ProjectionLost when Redis has forgotten meanwhile, DependencyUnavailable when it is
   * away
   */
  readonly handle: (messages: readonly ReceivedMessage[]) => Promise<void>
}

export function createProjection(redis: Redis, epoch: () => Promise<string>): Projection {
  let current: string | undefined
  return {
    async startFrom() {
      const [present] = await redis.pipeline((commands) => {
        commands.set(redis.key(presentKey), '1', 'NX')
      })
      return present === 'OK' ? 'earliest' : 'committed'
    },
    async handle(messages) {
      current ??= await epoch()
      const batches = messages.map(readPaymentsRecorded).filter((batch) => batch.epoch === current)
      const results = await redis.pipeline((commands) => {
        for (const batch of batches) {
          commands.eval(applyLua, keyCount, ...argumentsOf(redis, batch))
        }
      })
      if (results.includes(lost)) {
        throw new ProjectionLost('redis has lost the totals; reading the topic again')
      }
    },
  }
}

function argumentsOf(redis: Redis, batch: TenantEvents): (string | number)[] {
  const timeMs = Date.parse(batch.at)
  const { counts, banks } = totalsOf(batch.events)
  const buckets = bucketUnitNames.map((unit) =>
    bucketKey(batch.tenant, unit, indexOf(unit, timeMs)),
  )
  const keys = [presentKey, appliedKey(batch.tenant), banksKey(batch.tenant), ...buckets]
  return [
    ...keys.map((key) => redis.key(key)),
    `${batch.epoch}:${batch.outboxId}`,
    timeMs,
    ...bucketUnitNames.map((unit) => bucketUnits[unit].keepSeconds),
    counts.size,
    ...[...counts].flat(),
    ...banks,
  ]
}
