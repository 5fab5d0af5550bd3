import { randomUUID } from 'node:crypto'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { expectProblem } from '../../testing/expectations.ts'
import { Proxy } from '../../testing/proxy.ts'
import { SystemUnderTest } from '../../testing/system-process.ts'
import { createRedis } from '../redis/redis.ts'
import { createTokenBuckets } from './token-bucket.ts'

const tenantPerSecond = 40
let proxy: Proxy
let system: SystemUnderTest

beforeAll(async () => {
  const { hostname, port } = new URL(inject('services').redisUrl)
  proxy = new Proxy({ host: hostname, port: Number(port) })
  system = await new SystemUnderTest({
    REDIS_URL: `redis://${await proxy.listen()}`,
    RATE_LIMIT_TENANT_PER_SECOND: String(tenantPerSecond),
    RATE_LIMIT_SESSION_PER_SECOND: '5',
  }).prepare()
  await system.start()
  await system.ready()
})
afterAll(async () => {
  await system[Symbol.asyncDispose]()
  await proxy[Symbol.asyncDispose]()
})

const call = async (headers: Readonly<Record<string, string>> = {}) =>
  system.request('/api/v1/payments?page_size=1', { headers })
const passed = (answers: readonly { readonly status: number }[]) =>
  answers.filter(({ status }) => status === 200).length
const calls = async (count: number, headers?: Readonly<Record<string, string>>) =>
  Promise.all(Array.from({ length: count }, async () => call(headers)))
const fullAgain = async () => new Promise((resolve) => setTimeout(resolve, 1_100))

describe('a tenant that calls too often', () => {
  test('is told so and when to come again; others and the health of the process are not touched', async () => {
    const answers = await calls(4 * tenantPerSecond)
    // A second's worth at once, and what the bucket gains while the calls go on.
    expect(passed(answers)).toBeGreaterThanOrEqual(tenantPerSecond)
    expect(passed(answers)).toBeLessThan(3 * tenantPerSecond)
    const refused = answers.find(({ status }) => status !== 200)
    if (refused === undefined) throw new Error('nothing was refused')
    expectProblem(refused, 429, 'rate-limited')
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
    expect((await call({ 'x-tenant-id': 'other' })).status).toBe(200)
    expect((await system.request('/health/ready')).status).toBe(200)
    await fullAgain()
    expect((await call()).status).toBe(200)
  })

  test('by one session is stopped there, and goes on with the rest of its tokens', async () => {
    const opened = await system.request('/api/v1/sessions', { method: 'POST' })
    const session = { authorization: `Bearer ${String(opened.json['token'])}` }
    const answers = await calls(15, session)
    expect(passed(answers)).toBeGreaterThanOrEqual(5)
    expect(passed(answers)).toBeLessThan(15)
    expect((await call()).status).toBe(200)
  })
})

test('while Redis is away everybody is let through, and a metric says so', async () => {
  proxy.cut()
  const answers = await calls(3 * tenantPerSecond)
  expect(passed(answers)).toBe(answers.length)
  const { text } = await system.request('/metrics')
  const open = Number(/rate_limiter_calls_total\{outcome="open"\} (\d+)/.exec(text)?.[1])
  expect(open).toBeGreaterThan(0)
  proxy.mend()
  await system.until('limited again', async () => passed(await calls(4 * tenantPerSecond)) < 160)
})

test('one bucket serves all processes: two that draw from it at once get no more than it holds', async () => {
  const log = pino({ level: 'silent' })
  const namespace = randomUUID()
  const redis = [1, 2].map(() => createRedis(inject('services').redisUrl, namespace, log))
  try {
    const takes = redis.map(createTokenBuckets)
    const grants = await Promise.all(
      Array.from({ length: 100 }, async (_, index) =>
        takes[index % 2]?.('bank', { perSecond: 1, burst: 30 }, 1),
      ),
    )
    const given = grants.reduce((sum, grant) => sum + (grant?.tokens ?? 0), 0)
    expect(given).toBeGreaterThanOrEqual(30)
    // What it gains in the second or so that this takes.
    expect(given).toBeLessThanOrEqual(33)
    expect(grants.at(-1)?.waitMs).toBeGreaterThan(0)
  } finally {
    await Promise.all(redis.map(async (each) => each.close()))
  }
})
