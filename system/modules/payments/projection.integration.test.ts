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
const [busy, idle] = [3, 4]
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
const messages = (
  first: number,
  last: number,
  { key = tenant, partition = busy, ofEpoch = 'epoch' } = {},
): readonly ReceivedMessage[] =>
  Array.from({ length: last - first + 1 }, (_, index) => {
    const at = new Date(atMs).toISOString()
    const value = { outboxId: first + index + 1, epoch: ofEpoch, at, events: [payment] }
    const offset = BigInt(first + index)
    return { key, partition, offset, value: JSON.stringify(value) }
  })

/** The group has committed nothing in the other partitions. */
const committed =
  (ofBusy: number, ofIdle = -1) =>
  async () =>
    [-1, -1, -1, ofBusy, ofIdle, -1].map(BigInt)

async function settled(of = tenant): Promise<number> {
  const underWay = { queued: 0, working: 0, held: { queued: 0, inReview: 0 } }
  return (await readRealtime(redis, of, atMs, underWay)).settled_today
}

async function forget(): Promise<void> {
  const client = redis.connection()
  await client.del(await client.keys(redis.key('*')))
}

test('totals that were forgotten are not counted on by who was to read on, but anew', async () => {
  const [first, second] = [createProjection(redis, epoch), createProjection(redis, epoch)]
  expect(await first.readsAnew(committed(-1))).toEqual(new Set())
  await first.handle(messages(0, 9))
  expect(await second.readsAnew(committed(10))).toEqual(new Set())
  await forget()
  await expect(first.handle(messages(10, 10))).rejects.toThrow(ProjectionLost)
  expect(await first.readsAnew(committed(10))).toEqual(new Set([busy]))
  // It left the group to begin anew, and the other has its partitions until it is back.
  await expect(second.handle(messages(10, 12))).rejects.toThrow(ProjectionLost)
  expect(await second.readsAnew(committed(10))).toEqual(new Set([busy]))
  await second.handle(messages(0, 12))
  expect(await settled()).toBe(13)
})

test('a partition that was forgotten unnoticed is read anew by the next reader to begin', async () => {
  const quiet = { key: 'other', partition: idle }
  const [first, second] = [createProjection(redis, epoch), createProjection(redis, epoch)]
  await first.readsAnew(committed(-1))
  await first.handle([...messages(0, 9), ...messages(0, 6, quiet)])
  await forget()
  // The idle partition is that of a reader to which nothing comes.
  expect(await first.readsAnew(committed(10, 7))).toEqual(new Set([busy, idle]))
  await first.handle(messages(0, 9))
  expect(await second.readsAnew(committed(10, 7))).toEqual(new Set([idle]))
  await second.handle(messages(0, 6, quiet))
  expect([await settled(), await settled('other')]).toEqual([10, 7])
  expect(await first.readsAnew(committed(10, 7))).toEqual(new Set())
})

test('who has begun anew is not passed by another before everything is counted', async () => {
  const [first, second] = [createProjection(redis, epoch), createProjection(redis, epoch)]
  await first.readsAnew(committed(-1))
  await first.handle(messages(0, 9))
  await second.readsAnew(committed(10))
  await forget()
  expect(await first.readsAnew(committed(10))).toEqual(new Set([busy]))
  await first.handle(messages(0, 4))
  await expect(second.handle(messages(10, 12))).rejects.toThrow(ProjectionLost)
  await first.handle(messages(5, 12))
  expect(await settled()).toBe(13)
})

test('who dies while it reads anew leaves the rest to the next', async () => {
  const [first, second] = [createProjection(redis, epoch), createProjection(redis, epoch)]
  await first.readsAnew(committed(10))
  await first.handle(messages(0, 4))
  // What it counted last was not committed.
  expect(await second.readsAnew(committed(10))).toEqual(new Set([busy]))
  await second.handle(messages(0, 9))
  expect(await settled()).toBe(10)
})

test('a partition is read anew where a message is missing and the group has no commit', async () => {
  const first = createProjection(redis, epoch)
  await first.readsAnew(committed(-1))
  // Retention has removed those before.
  await expect(first.handle(messages(5, 9))).rejects.toThrow(ProjectionLost)
  expect(await first.readsAnew(committed(-1))).toEqual(new Set([busy]))
  await first.handle(messages(5, 9))
  expect(await settled()).toBe(5)
})

test('what comes again counts once, whoever reads it', async () => {
  const [first, second] = [createProjection(redis, epoch), createProjection(redis, epoch)]
  await first.readsAnew(committed(-1))
  await first.handle(messages(0, 9))
  await second.readsAnew(committed(5))
  await second.handle(messages(5, 12))
  await first.handle(messages(10, 14))
  expect(await settled()).toBe(15)
})

test('messages of another database add nothing, and what comes after them is counted on', async () => {
  const [first, second] = [createProjection(redis, epoch), createProjection(redis, epoch)]
  await first.readsAnew(committed(-1))
  await first.handle([...messages(0, 4), ...messages(5, 9, { ofEpoch: 'another' })])
  expect(await second.readsAnew(committed(10))).toEqual(new Set())
  await second.handle(messages(10, 12))
  expect(await settled()).toBe(8)
})
