import { Redis } from 'ioredis'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { watchRedis } from './redis-watch.ts'

const { redisUrl } = inject('services')
const prefix = `plumbline-watch-${process.pid}`
let admin: Redis
let client: Redis

beforeAll(() => {
  admin = new Redis(redisUrl)
  client = new Redis(`${redisUrl}/7`)
})

afterAll(async () => {
  await client.del(`${prefix}-a`, `${prefix}-b`)
  admin.disconnect()
  client.disconnect()
})

test('commands are counted by the database index that they are for', async () => {
  using watch = await watchRedis(admin)
  const before = await watch.calls(7)
  await client.pipeline().set(`${prefix}-a`, 1).incr(`${prefix}-a`).incr(`${prefix}-a`).exec()
  await client.eval(`return redis.call('set', KEYS[1], 1)`, 1, `${prefix}-b`)
  await client.ping()
  await admin.get(`${prefix}-a`)
  const after = await watch.calls(7)
  const seen = [...after].map(([name, calls]) => [name, calls - (before.get(name) ?? 0)])
  expect(Object.fromEntries(seen)).toEqual({ set: 2, incr: 2, eval: 1 })
})

test('of an index that nobody used there are none', async () => {
  using watch = await watchRedis(admin)
  expect((await watch.calls(11)).size).toBe(0)
})
