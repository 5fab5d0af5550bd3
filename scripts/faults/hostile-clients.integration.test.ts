import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { eventually } from '../../system/testing/eventually.ts'
import { SystemUnderTest } from '../../system/testing/system-process.ts'
import { residentBytes } from '../testing/resident-bytes.ts'
import { RawClient, rawPayment } from './raw-client.ts'

/**
 * Clients that are broken, slow or hostile: everybody else's payments go on, and nothing of theirs
 * stays.
 */
const requestTimeoutMs = 2_000
const idleSockets = 10_000
const mostBytesPerIdleSocket = 16 * 1024
const pageSize = 100
/** Their answers are some 25 kB each: 500 MB, if they were all made. */
const unreadRequests = 20_000
const mostUnreadBytes = 160 * 1024 * 1024
const order = {
  debtorAccount: 'ACC-000001',
  creditorAccount: 'ACC-000002',
  amountMinor: 100,
  currency: 'USD',
}
const body = JSON.stringify(order)

let system: SystemUnderTest
let sequence = 0
const newKey = (): string => `hostile-${(sequence += 1)}`

beforeAll(async () => {
  system = new SystemUnderTest(
    { HTTP_REQUEST_TIMEOUT_MS: String(requestTimeoutMs), HTTP_CONNECTIONS_MAX: '10500' },
    inject('services'),
  )
  await system.prepare()
  await system.start()
  await system.ready()
})
afterAll(async () => {
  await system?.[Symbol.asyncDispose]()
})

const withHeader = (value: string): string =>
  `GET /health/live HTTP/1.1\r\nhost: localhost\r\nx-giant: ${value}`

async function expectOthersPay(): Promise<void> {
  const answers = await Promise.all(
    Array.from({ length: 20 }, async () => system.pay(newKey(), order)),
  )
  expect(answers.map(({ status }) => status)).toEqual(Array.from({ length: 20 }, () => 201))
}

async function payments(): Promise<number> {
  const [row] = await system.rows<{ count: string }>('select count(*) from payment')
  return Number(row?.count)
}

async function nothingInFlight(): Promise<void> {
  await eventually('an end of all requests', async () => {
    const { json } = await system.request('/health/quiescent')
    return json['httpInFlight'] === 0 ? true : undefined
  })
}

test('giant headers are refused with 431, endless ones are cut off, and nobody else pays for them', async () => {
  using giant = await RawClient.connect(system.baseUrl)
  giant.send(withHeader('x'.repeat(20_000)))
  await giant.ended
  expect(giant.received).toMatch(/^HTTP\/1\.1 431 /)
  expect(giant.received).toContain('application/problem+json')
  using endless = await RawClient.connect(system.baseUrl)
  endless.send(withHeader('x'.repeat(5_000_000)))
  await endless.ended
  await expectOthersPay()
})

test('a body that is sent by half pays nothing, and its connection is ended in time', async () => {
  const before = await payments()
  const clients = await Promise.all(
    Array.from({ length: 50 }, async () => RawClient.connect(system.baseUrl)),
  )
  for (const client of clients) {
    client.send(rawPayment(newKey(), body.slice(0, 20), body.length))
  }
  await expectOthersPay()
  await Promise.all(clients.map(async ({ ended }) => ended))
  expect(clients.map(({ received }) => received.slice(0, 12))).toEqual(
    clients.map(() => 'HTTP/1.1 408'),
  )
  expect(await payments()).toBe(before + 20)
  await nothingInFlight()
})

test('a body that comes a byte at a time is ended after the same time', async () => {
  using client = await RawClient.connect(system.baseUrl)
  const startedAtMs = performance.now()
  const text = rawPayment(newKey(), body)
  client.send(text.slice(0, -body.length))
  const dribble = setInterval(() => client.send(' '), 100)
  await client.ended
  clearInterval(dribble)
  expect(client.received).toMatch(/^HTTP\/1\.1 4/)
  expect(performance.now() - startedAtMs).toBeLessThan(4 * requestTimeoutMs)
})

test('a client that closes its half of the connection has paid once when it has asked again', async () => {
  const before = await payments()
  const key = newKey()
  using client = await RawClient.connect(system.baseUrl, { allowHalfOpen: true })
  client.socket.end(rawPayment(key, body))
  await client.ended
  expect((await system.pay(key, order)).status).toBe(201)
  expect(await payments()).toBe(before + 1)
  await nothingInFlight()
})

test('a client that is gone before its answer has paid once, and leaves nothing in flight', async () => {
  const keys = Array.from({ length: 50 }, newKey)
  const before = await payments()
  for (const key of keys) {
    const client = await RawClient.connect(system.baseUrl)
    client.send(rawPayment(key, body))
    await sleep(1)
    client.socket.resetAndDestroy()
  }
  await nothingInFlight()
  const answers = await Promise.all(keys.map(async (key) => system.pay(key, order)))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
  expect(await payments()).toBe(before + keys.length)
})

test('a client that asks and never reads is not answered into memory', async () => {
  // A page is full, whichever tests ran before.
  const paid = await Promise.all(
    Array.from({ length: pageSize }, async () => system.pay(newKey(), order)),
  )
  expect(new Set(paid.map(({ status }) => status))).toEqual(new Set([201]))
  using client = await RawClient.connect(system.baseUrl)
  client.socket.pause()
  const before = residentBytes(system.pid)
  const ask = [
    `GET /api/v1/payments?page=1&page_size=${pageSize} HTTP/1.1`,
    'host: localhost',
    'authorization: Bearer test-token',
    'x-tenant-id: interbank',
    '',
    '',
  ].join('\r\n')
  client.send(ask.repeat(unreadRequests))
  await sleep(2_000)
  await expectOthersPay()
  expect(residentBytes(system.pid) - before).toBeLessThan(mostUnreadBytes)
})

test('ten thousand idle sockets slow nobody down, and are ended when they say nothing', async () => {
  const before = residentBytes(system.pid)
  const clients: RawClient[] = []
  while (clients.length < idleSockets) {
    const some = Array.from({ length: 250 }, async () => RawClient.connect(system.baseUrl))
    clients.push(...(await Promise.all(some)))
  }
  const grown = residentBytes(system.pid) - before
  await expectOthersPay()
  expect(grown).toBeLessThan(idleSockets * mostBytesPerIdleSocket)
  await Promise.all(clients.map(async ({ ended }) => ended))
  await expectOthersPay()
})
