import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startServer } from './fixtures/http-server.ts'
import { closed, echoAfter, journeyOf, latency, load, open, step } from './fixtures/inline-load.ts'

/** What a load makes of servers that misbehave: nothing is misattributed, everything is counted. */
test('a dropped socket loses one request, counts it, and gives no answer to the wrong step', async () => {
  let requests = 0
  await using server = await startServer((request, response) => {
    requests += 1
    if (requests % 50 === 0) request.socket.destroy()
    else setTimeout(() => response.end(JSON.stringify(request.url)), 20)
  })
  const result = await load(server, journeyOf(step('first'), step('second')), {
    shape: closed(20),
    durationMs: 3000,
  })
  const lost = Math.floor(requests / 50)
  expect(lost).toBeGreaterThan(20)
  expect(result.failures).toEqual({})
  expect(result.connectionErrors).toBe(lost)
  expect(result.requestsCompleted).toBe(requests - lost)
  expect(result.journeysCompleted).toBe(result.journeysOffered - lost)
  const samples = (result.steps['first']?.count ?? 0) + (result.steps['second']?.count ?? 0)
  expect(samples).toBe(requests)
  expect(result.journeys.count).toBe(result.journeysOffered)
  expect(latency(result, 'first').p50).toBeLessThan(40)
})

test('a server that closes after every answer loses nothing', async () => {
  await using server = await startServer((request, response) => {
    response.setHeader('connection', 'close')
    response.end(JSON.stringify(request.url))
  })
  const result = await load(server, journeyOf(step('first'), step('second')), {
    shape: closed(5),
    journeys: 200,
  })
  expect(result).toMatchObject({
    journeysOffered: 200,
    journeysCompleted: 200,
    requestsCompleted: 400,
    connectionErrors: 0,
    timeouts: 0,
    failures: {},
  })
})

test('a server of ten requests per socket, as Node has it, loses nothing and hides no 503', async () => {
  await using server = await startServer((request, response) =>
    response.end(JSON.stringify(request.url)),
  )
  server.server.maxRequestsPerSocket = 10
  const result = await load(server, journeyOf(step('read')), { shape: closed(5), journeys: 500 })
  expect(result).toMatchObject({ journeysCompleted: 500, connectionErrors: 0, failures: {} })
})

test('a journey that cannot begin within the timeout is a timeout of its first step', async () => {
  await using server = await echoAfter(100)
  const result = await load(server, journeyOf(step('read')), {
    shape: open(100, 1),
    durationMs: 1000,
    requestTimeoutMs: 300,
  })
  expect(result.journeysOffered).toBe(100)
  expect(result.timeouts).toBeGreaterThan(70)
  expect(result.journeysCompleted + result.timeouts).toBe(100)
  expect(result.steps['read']?.count).toBe(100)
})

test('timeouts are in the histogram at the time that was waited', async () => {
  await using server = await startServer((request, response) => {
    const number = Number(request.url?.split('/')[2])
    if (number % 10 === 0) return // never answered
    response.end(JSON.stringify(request.url))
  })
  const result = await load(server, journeyOf(step('read')), {
    shape: open(100, 30),
    durationMs: 1000,
    requestTimeoutMs: 400,
  })
  expect(result.timeouts).toBe(10)
  expect(result.connectionErrors).toBe(0)
  expect(result.requestsCompleted).toBe(90)
  expect(result.steps['read']?.count).toBe(100)
  expect(latency(result, 'read').p95).toBeGreaterThanOrEqual(399)
  expect(latency(result, 'read').p95).toBeLessThan(500)
})

test('a journey survives a server that closes its connection while it thinks', async () => {
  await using server = await startServer((request, response) => {
    response.end(JSON.stringify(request.url), () => setTimeout(() => request.socket.destroy(), 50))
  })
  const result = await load(server, journeyOf(step('first', { thinkMs: 200 }), step('second')), {
    shape: open(20, 10),
    journeys: 10,
  })
  expect(result).toMatchObject({ journeysCompleted: 10, connectionErrors: 0, failures: {} })
})

test('an unexpected status and an unexpected body end the journey and are counted by step and reason', async () => {
  await using server = await startServer((request, response) => {
    const [, name, number] = request.url?.split('/') ?? []
    if (name === 'first' && Number(number) % 4 === 0) response.statusCode = 503
    const wrong = name === 'second' && Number(number) % 4 === 1
    response.end(JSON.stringify(wrong ? '/elsewhere' : request.url))
  })
  const result = await load(server, journeyOf(step('first'), step('second')), { journeys: 100 })
  expect(result.failures).toEqual({ 'first: status 503': 25, 'second: unexpected answer': 25 })
  expect(result.journeysCompleted).toBe(50)
  expect(result.requestsCompleted).toBe(175)
})

test('a server that dies in mid-load gives bounded errors, bounded CPU and clear counts', async () => {
  const server = await echoAfter(5)
  const dying = setTimeout(() => void server[Symbol.asyncDispose](), 500)
  const result = await load(server, journeyOf(step('read')), {
    shape: open(200, 100),
    durationMs: 2000,
    requestTimeoutMs: 500,
  })
  clearTimeout(dying)
  expect(result.journeysOffered).toBe(400)
  expect(result.journeysCompleted).toBeGreaterThan(80)
  expect(result.timeouts).toBeGreaterThan(200)
  expect(result.connectionErrors).toBeGreaterThan(100)
  expect(result.connectionErrors).toBeLessThan(1200)
  expect(result.generator.cpuUs / 1000 / result.durationMs).toBeLessThan(0.5)
  expect(result.steps['read']?.count).toBe(400)
})

test('a closed load of a number of journeys ends although its server is gone', async () => {
  const server = await echoAfter(5)
  const dying = setTimeout(() => void server[Symbol.asyncDispose](), 300)
  const result = await load(server, journeyOf(step('read')), {
    shape: closed(5),
    journeys: 1_000_000,
    requestTimeoutMs: 500,
  })
  clearTimeout(dying)
  expect(result.journeysCompleted).toBeGreaterThan(50)
  expect(result.journeysOffered).toBeLessThan(1_000_000)
})

test('an acknowledged file that cannot be written fails the load', async () => {
  await using server = await echoAfter(0)
  const journey = journeyOf(step('pay', { acknowledges: () => 'id' }))
  const acknowledgedFile = join(tmpdir(), 'no-such-folder', 'acknowledged')
  await expect(load(server, journey, { journeys: 10, acknowledgedFile })).rejects.toMatchObject({
    code: 'disk',
  })
})

test('an aborted load rejects with the reason and leaves no connection', async () => {
  await using server = await echoAfter(20)
  const controller = new AbortController()
  const running = load(server, journeyOf(step('read')), { durationMs: 60_000 }, controller.signal)
  setTimeout(() => controller.abort(new Error('enough')), 200)
  await expect(running).rejects.toThrow('enough')
  await expect.poll(() => server.sockets.size).toBe(0)
})
