import { randomBytes } from 'node:crypto'
import { pino } from 'pino'
import { afterAll, beforeEach, expect, inject, test } from 'vitest'
import type { ReceivedMessage } from '../../platform/kafka/consumer.ts'
import { createRedis } from '../../platform/redis/redis.ts'
import type { Redis } from '../../platform/redis/redis.ts'
import { createProjection, ProjectionLost } from './projection.ts'
import { readRealtime } from './realtime.ts'

/** Readers of one group, each of a process of its own, on one Redis. */
const tenant = 'interbank'
const atMs = Date.parse('2026-01-07T09:00:00Z')
const epoch = async () => 'epoch'
const payment = {
  id: 'payment',
  status: 'settled',
  debtorAccount: 'ACC-000001',
  creditorAccount: 'ACC-000002',
  debtorBank: 'ENBXAEADXXX',
  creditorBank: 'ENBXAEADXXX',
  amountMinor: 1,
  currency: 'USD',
}

const opened: Redis[] = []
let redis: Redis
beforeEach(() => {
  const namespace = `test_${randomBytes(6).toString('hex')}`
  redis = createRedis(inject('services').redisUrl, namespace, pino({ level: 'silent' }))
  opened.push(redis)
})
afterAll(async () => {
  await Promise.all(opened.map(async (each) => each.close()))
})

/** Messages of one payment each, in one partition. */
const messages = (first: number, last: number, ofEpoch = 'epoch'): readonly ReceivedMessage[] =>
  Array.from({ length: last - first + 1 }, (_, index) => {
    const at = new Date(atMs).toISOString()
    const value = { outboxId: first + index + 1, epoch: ofEpoch, at, events: [payment] }
    const offset = BigInt(first + index)
    return { key: tenant, partition: 3, offset, value: JSON.stringify(value) }
  })

async function settled(): Promise<number> {
  const underWay = { queued: 0, working: 0, held: { queued: 0, inReview: 0 } }
  return (await readRealtime(redis, tenant, atMs, underWay)).settled_today
}

async function forget(): Promise<void> {
  const client = redis.connection()
  await client.del(await client.keys(redis.key('*')))
}

test('totals that were forgotten are not counted on by who was to read on, but anew', async () => {
  const [first, second] = [createProjection(redis, epoch), createProjection(redis, epoch)]
  expect(await first.startFrom()).toBe('earliest')
  await first.handle(messages(0, 9))
  expect(await second.startFrom()).toBe('committed')
  await forget()
  await expect(first.handle(messages(10, 10))).rejects.toThrow(ProjectionLost)
  expect(await first.startFrom()).toBe('earliest')
  // It left the group to begin anew, and the other has its partitions until it is back.
  await expect(second.handle(messages(10, 12))).rejects.toThrow(ProjectionLost)
  expect(await second.startFrom()).toBe('earliest')
  await second.handle(messages(0, 12))
  expect(await settled()).toBe(13)
})

test('who has begun anew is not passed by another before everything is counted', async () => {
  const [first, second] = [createProjection(redis, epoch), createProjection(redis, epoch)]
  await first.startFrom()
  await first.handle(messages(0, 9))
  await forget()
  expect(await first.startFrom()).toBe('earliest')
  await first.handle(messages(0, 4))
  expect(await second.startFrom()).toBe('committed')
  await expect(second.handle(messages(10, 12))).rejects.toThrow(ProjectionLost)
  await first.handle(messages(5, 12))
  expect(await settled()).toBe(13)
})

test('what comes again counts once, whoever reads it', async () => {
  const [first, second] = [createProjection(redis, epoch), createProjection(redis, epoch)]
  await first.startFrom()
  await first.handle(messages(0, 9))
  await second.startFrom()
  await second.handle(messages(5, 12))
  await first.handle(messages(10, 14))
  expect(await settled()).toBe(15)
})

test('messages of another database add nothing, and what comes after them is counted on', async () => {
  const [first, second] = [createProjection(redis, epoch), createProjection(redis, epoch)]
  await first.startFrom()
  await first.handle([...messages(0, 4), ...messages(5, 9, 'another')])
  // It goes on at the group's commit.
  expect(await second.startFrom()).toBe('committed')
  await second.handle(messages(10, 12))
  expect(await settled()).toBe(8)
})
