import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { forgetInRedis } from '../../testing/forget-in-redis.ts'
import { violatedInvariants } from '../../testing/invariants.ts'
import { expectNothingLost } from '../../testing/nothing-lost.ts'
import { PaymentLoad } from '../../testing/payment-load.ts'
import { Proxy } from '../../testing/proxy.ts'
import { SystemUnderTest } from '../../testing/system-process.ts'

const clients = 20
const enough = 300

const order = {
  debtorAccount: 'ACC-000001',
  creditorAccount: 'ACC-000002',
  amountMinor: 100,
  currency: 'USD',
}

/** By the hash of Kafka's clients. */
const partitionOfOther = 0

let cleanUp: AsyncDisposableStack
beforeEach(() => {
  cleanUp = new AsyncDisposableStack()
})
afterEach(async () => {
  await cleanUp.disposeAsync()
})

async function running(overrides: Readonly<Record<string, string>> = {}): Promise<SystemUnderTest> {
  const system = cleanUp.use(new SystemUnderTest(overrides))
  await system.prepare()
  await system.start()
  return system
}

async function proxied(address: string, options: { cut?: boolean } = {}): Promise<[Proxy, string]> {
  const [host = '', port = ''] = address.split(':')
  const proxy = cleanUp.use(new Proxy({ host, port: Number(port), ...options }))
  return [proxy, await proxy.listen()]
}

async function underLoad(system: SystemUnderTest): Promise<PaymentLoad> {
  const load = cleanUp.use(new PaymentLoad(system, clients))
  await moreAcknowledged(system, load)
  return load
}

async function moreAcknowledged(system: SystemUnderTest, load: PaymentLoad): Promise<void> {
  const target = load.record.acknowledged.length + enough
  await system.until('paying', async () => load.record.acknowledged.length >= target)
}

test('kill -9 of the system loses no acknowledged payment, and a retry of each order gets one answer', async () => {
  const system = await running()
  const load = await underLoad(system)
  await system.end('SIGKILL')
  await load.stop()
  await system.start()
  await expectNothingLost(system, load.record)
  const retried = [...load.record.orders].slice(-2 * clients)
  const answers = await Promise.all(retried.map(async ([key, each]) => system.pay(key, each)))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
  await expectNothingLost(system, load.record)
  const [count] = await system.rows<{ payments: string; keys: string }>(
    'select count(*) as payments, count(distinct idempotency_key) as keys from payment',
  )
  expect(count?.payments).toBe(count?.keys)
})

test('what a writer that died had not published goes before what its successor writes', async () => {
  const [broker = ''] = inject('services').kafkaBrokers
  const [, address] = await proxied(broker, { cut: true })
  const first = await running({ KAFKA_BROKERS: address })
  const second = cleanUp.use(
    new SystemUnderTest({
      DATABASE_URL: first.databaseUrl,
      NAMESPACE: first.namespace,
      // Nothing is found by chance.
      OUTBOX_REREAD_INTERVAL_MS: '600000',
    }),
  )
  await second.start()
  await second.ready()
  await second.quiescent()
  const unpublished = await first.pay('before', order)
  await first.end('SIGKILL')
  // Only who finds the lane free learns of it by becoming its writer.
  await second.until('free to write', async () => {
    const locks = `select from pg_locks where locktype = 'advisory' and granted
      and database = (select oid from pg_database where datname = current_database())`
    return (await first.rows(locks)).length === 0
  })
  const next = await second.pay('after', order)
  expect([unpublished.status, next.status]).toEqual([201, 201])
  const acknowledged = [unpublished, next].map(({ json }) => String(json['id']))
  await expectNothingLost(second, { acknowledged, orders: new Map(), statuses: new Map() })
})

test('SIGTERM under load finishes what was accepted, publishes it and ends with 0', async () => {
  const system = await running()
  const load = await underLoad(system)
  expect(await system.end('SIGTERM')).toBe(0)
  await load.stop()
  expect(await violatedInvariants(system, 'payments', load.record.acknowledged)).toEqual([])
  expect(
    [...load.record.statuses.keys()].filter((status) => !['201', '503', 'lost'].includes(status)),
  ).toEqual([])
  await system.start()
  await expectNothingLost(system, load.record)
})

test('without Kafka payments go on, the outbox grows, and is published when Kafka is there', async () => {
  const [broker = ''] = inject('services').kafkaBrokers
  const [proxy, address] = await proxied(broker, { cut: true })
  const system = await running({ KAFKA_BROKERS: address })
  const load = await underLoad(system)
  await load.stop()
  const ready = await system.request('/health/ready')
  expect(ready.status).toBe(503)
  expect(ready.text).toMatch(/kafka/)
  expect((await system.request('/health/quiescent')).status).toBe(503)
  const unpublished = (await violatedInvariants(system, 'payments')).map(({ id }) => id)
  expect(unpublished).toEqual(['payments.events-published'])
  proxy.mend()
  await system.ready()
  await expectNothingLost(system, load.record)
})

test('without Redis payments go on and the totals say 503; they are complete when Redis is back', async () => {
  const url = new URL(inject('services').redisUrl)
  const [proxy, address] = await proxied(url.host)
  const system = await running({ REDIS_URL: `redis://${address}` })
  const load = await underLoad(system)
  proxy.cut()
  await moreAcknowledged(system, load)
  const totals = await system.request('/api/v1/metrics/realtime')
  expect({ status: totals.status, code: totals.json['code'] }).toEqual({
    status: 503,
    code: 'redis-unavailable',
  })
  await load.stop()
  expect([...load.record.statuses.keys()]).toEqual(['201'])
  proxy.mend()
  await system.ready()
  await expectNothingLost(system, load.record)
})

test('totals that Redis has forgotten are counted again from the topic', async () => {
  const system = await running()
  const load = await underLoad(system)
  await load.stop()
  await system.quiescent()
  await forgetInRedis(system)
  await system.pay('after-the-loss', order)
  await system.until('counted', async () => {
    const { json } = await system.request('/api/v1/metrics/realtime')
    return Number(json['settled_today']) > load.record.acknowledged.length
  })
  await expectNothingLost(system, load.record)
})

test('totals of one partition alone that were forgotten are counted again after a restart', async () => {
  const system = await running()
  await system.rows(`
    insert into account (tenant, number, bank, currency, opening_minor, balance_minor, daily_limit_minor)
    select 'other', number, bank, currency, opening_minor, opening_minor, daily_limit_minor
    from account where tenant = 'interbank' and number in ('ACC-000001', 'ACC-000002')`)
  const headers = { 'idempotency-key': 'key', 'x-tenant-id': 'other' }
  const answer = await system.request('/api/v1/payments', { body: order, headers })
  expect([answer.status, (await system.pay('key', order)).status]).toEqual([201, 201])
  await system.quiescent()
  await forgetInRedis(system, ['payments:other:*', `payments:counted:${partitionOfOther}`])
  await system.end('SIGTERM')
  await system.start()
  const counted = async (tenant: string) => {
    const ofTenant = { headers: { 'x-tenant-id': tenant } }
    return (await system.request('/api/v1/metrics/realtime', ofTenant)).json['settled_today']
  }
  await system.until('counted', async () => (await counted('other')) === 1)
  expect(await counted('interbank')).toBe(1)
})

test('events that are published again do not count again', async () => {
  const system = await running()
  const load = await underLoad(system)
  await load.stop()
  await system.quiescent()
  await system.end('SIGTERM')
  await system.rows('update outbox_watermark set published_through = 0')
  await system.start()
  await expectNothingLost(system, load.record)
})
