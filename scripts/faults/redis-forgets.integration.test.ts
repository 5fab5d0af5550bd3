import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { allViolatedInvariants } from '../../system/testing/invariants.ts'
import { SystemUnderTest } from '../../system/testing/system-process.ts'
import { startKillableRedis } from '../testing/killable-services.ts'
import type { KillableRedis } from '../testing/killable-services.ts'
import { changedOnReplay, countLosses } from './losses.ts'
import { RetryingLoad } from './retrying-load.ts'

/**
 * Redis may forget anything at any time: what it holds can be made again. Whether a key has been
 * used is in Postgres alone, so that no payment is made twice.
 */
const clients = 10
const enough = 200
const replays = 200
/** Less than what an idle server takes, so that every key it is given has to go at once. */
const tooLittleMemory = '1mb'

let own: KillableRedis
let system: SystemUnderTest
let redis: Redis

beforeAll(async () => {
  own = await startKillableRedis()
  redis = new Redis(own.redisUrl)
  system = new SystemUnderTest({ REDIS_URL: own.redisUrl }, inject('services'))
  await system.prepare()
  await system.start()
  await system.ready()
})
afterAll(async () => {
  await system?.[Symbol.asyncDispose]()
  redis?.disconnect()
  await own?.[Symbol.asyncDispose]()
})

async function moreAcknowledged(load: RetryingLoad): Promise<void> {
  const target = load.acknowledged.length + enough
  await system.until('paying', async () => load.acknowledged.length >= target)
}

/** The process that remembers the latest keys in memory is not the one that is asked again. */
async function expectNothingDoubled(load: RetryingLoad): Promise<void> {
  await load.stop()
  await system.end('SIGKILL')
  await redis.flushall().catch(() => undefined)
  await system.start()
  expect(await changedOnReplay(system, load, replays)).toEqual([])
  expect(await countLosses(system, load)).toMatchObject({ lost: 0, doubled: 0 })
}

test('a Redis that is emptied again and again makes no payment twice', async () => {
  await using load = new RetryingLoad(system, clients)
  for (let time = 0; time < 5; time += 1) {
    await moreAcknowledged(load)
    await redis.flushall()
  }
  await expectNothingDoubled(load)
  expect([...load.statuses.keys()].filter((status) => status > '202')).toEqual([])
})

test('a Redis that evicts whatever it is given makes no payment twice', async () => {
  await redis.config('SET', 'maxmemory-policy', 'allkeys-lru')
  await redis.config('SET', 'maxmemory', tooLittleMemory)
  await using load = new RetryingLoad(system, clients)
  await moreAcknowledged(load)
  await sleep(1_000)
  await moreAcknowledged(load)
  await expectNothingDoubled(load)
  expect([...load.statuses.keys()].filter((status) => status > '202')).toEqual([])
  await redis.config('SET', 'maxmemory', '0')
})

test('when Redis has room again the totals are whole and every invariant is clean', async () => {
  await system.quiescent()
  expect(await allViolatedInvariants(system, {})).toEqual([])
})
