import { once } from 'node:events'
import { type AddressInfo, connect, type NetConnectOpts, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { pino } from 'pino'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createTelemetry } from '../../telemetry/telemetry.ts'
import { createHttpServer, type HttpLimits, type HttpServer } from '../server.ts'

let server: HttpServer
const sockets: Socket[] = []
const mayAnswer = { promise: Promise.resolve() }
const mayClose = { promise: Promise.resolve() }

/** Requests that a route was given. */
let taken = 0

/** One simple route that answers with what it got; the other is Node's. */
async function serve(limits?: HttpLimits): Promise<void> {
  mayAnswer.promise = Promise.resolve()
  mayClose.promise = Promise.resolve()
  taken = 0
  server = createHttpServer(pino({ level: 'silent' }), createTelemetry().http, limits)
  const { app } = server
  app.post('/api/v1/simple', { config: { isSimple: true } }, async (request, reply) => {
    taken += 1
    await mayAnswer.promise
    void reply.code(201).header('x-by', request.raw.constructor.name)
    return { body: request.body, tenant: request.headers['x-tenant-id'] }
  })
  app.get('/api/v1/other', (request, reply) => {
    void reply.header('x-by', request.raw.constructor.name)
    return {}
  })
  app.addHook('preClose', async () => mayClose.promise)
  await app.listen({ host: '127.0.0.1', port: 0 })
}

function open(options: Partial<NetConnectOpts> = {}): Socket {
  const { port } = server.app.server.address() as AddressInfo
  const socket = connect({ ...options, port, host: '127.0.0.1' })
  sockets.push(socket)
  return socket
}

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy()
  await server.app.close()
})

function post(body: string, headers = ''): string {
  const length = Buffer.byteLength(body)
  const own = `content-type: application/json\r\ncontent-length: ${length}\r\nx-tenant-id: bank\r\n`
  return `POST /api/v1/simple HTTP/1.1\r\nhost: x\r\n${own}${headers}\r\n${body}`
}

const other = 'GET /api/v1/other HTTP/1.1\r\nhost: x\r\n\r\n'

/** All that comes until so many answers have. */
async function answers(socket: Socket, count = 1): Promise<string> {
  let text = ''
  while (text.split('HTTP/1.1 ').length <= count || !text.endsWith('}')) {
    const [chunk] = (await once(socket, 'data')) as [Buffer]
    text += chunk.toString()
  }
  return text
}

const servedBy = (text: string) => [...text.matchAll(/x-by: (\w+)/g)].map(([, name]) => name)

test('an answer is byte for byte the one that Node gives to the same request', async () => {
  await serve()
  const [simple, handedOver] = [open(), open()]
  handedOver.write(other)
  await answers(handedOver)
  for (const socket of [simple, handedOver]) socket.write(post('{"a":"é"}'))
  const texts = await Promise.all([simple, handedOver].map(async (socket) => answers(socket)))
  expect(texts.flatMap(servedBy)).toEqual(['SimpleRequest', 'IncomingMessage'])
  expect(texts[0]).toMatch(
    /^HTTP\/1.1 201 Created\r\n[^]*\r\n\r\n{"body":{"a":"é"},"tenant":"bank"}$/,
  )
  const [one, two] = texts.map((text) => text.replace(/(Date|x-request-id|x-by): .*/g, '$1'))
  expect(one).toBe(two)
})

test('a connection carries on with simple requests, and with Node from the first other one', async () => {
  await serve()
  const socket = open()
  const seen: unknown[] = []
  for (const request of [post('{}'), post('{}'), other, post('{}')]) {
    socket.write(request)
    seen.push(...servedBy(await answers(socket)))
  }
  const node = 'IncomingMessage'
  expect(seen).toEqual(['SimpleRequest', 'SimpleRequest', node, node])
})

test('requests that come before an answer are answered after it, in their order', async () => {
  await serve()
  const socket = open()
  const gate = Promise.withResolvers<void>()
  mayAnswer.promise = gate.promise
  socket.write(post('{"n":1}') + post('{"n":2}'))
  await sleep(30)
  socket.write(post('{"n":3}'))
  await sleep(30)
  gate.resolve()
  const text = await answers(socket, 3)
  expect([...text.matchAll(/"n":(\d)/g)].map(([, n]) => n)).toEqual(['1', '2', '3'])
})

test('a fault in the body is answered as ever', async () => {
  await serve()
  const socket = open()
  socket.write(post('{'))
  const text = await answers(socket)
  expect(text).toMatch(/^HTTP\/1.1 400 [^]*application\/problem\+json[^]*Connection: close\r\n/)
  await once(socket, 'close')
})

test('a body that is too large is refused', async () => {
  await serve()
  const socket = open()
  socket.write(post(JSON.stringify('x'.repeat(70_000))))
  expect(await answers(socket)).toMatch(/^HTTP\/1.1 413 /)
})

test('a client that goes away leaves nothing in flight', async () => {
  await serve()
  const socket = open()
  const gate = Promise.withResolvers<void>()
  mayAnswer.promise = gate.promise
  socket.write(post('{}'))
  await vi.waitFor(() => expect(server.inFlight()).toBe(1))
  socket.destroy()
  await vi.waitFor(() => expect(server.inFlight()).toBe(0))
  gate.resolve()
})

test('a connection that says nothing is told that it is too late, and closed', async () => {
  await serve({ requestTimeoutMs: 200, connectionsMax: 10, inFlightMax: 10 })
  const socket = open()
  expect(await answers(socket)).toMatch(/^HTTP\/1.1 408 Request Timeout\r\n/)
  await once(socket, 'close')
})

test('a server that closes waits for answers, and closes what is idle', async () => {
  await serve()
  const [idle, busy] = [open(), open()]
  idle.write(post('{}'))
  await answers(idle)
  const gate = Promise.withResolvers<void>()
  mayAnswer.promise = gate.promise
  busy.write(post('{}'))
  await vi.waitFor(() => expect(server.inFlight()).toBe(1))
  const closed = [idle, busy].map(async (socket) => once(socket, 'close'))
  const answer = answers(busy)
  const closing = server.app.close()
  await closed[0]
  gate.resolve()
  expect(await answer).toMatch(/^HTTP\/1.1 201 /)
  await Promise.all([closing, ...closed])
})

test('a request that comes in pieces is answered as a whole one is', async () => {
  await serve()
  const socket = open()
  const request = post('{"a":1}')
  for (const piece of [request.slice(0, 40), request.slice(40, -3), request.slice(-3)]) {
    socket.write(piece)
    await sleep(20)
  }
  expect(await answers(socket)).toMatch(/^HTTP\/1.1 201 [^]*{"body":{"a":1},"tenant":"bank"}$/)
})

describe('after the last answer of a connection', () => {
  test('nothing that comes is taken, and it is closed though the client would keep it', async () => {
    await serve()
    const socket = open({ allowHalfOpen: true })
    socket.write(post('{'))
    expect(await answers(socket)).toMatch(/Connection: close\r\n/)
    socket.on('error', () => {}).write(post('{}'))
    await vi.waitFor(async () => expect(await connections()).toBe(0))
    expect(taken).toBe(0)
  })

  test('nothing that came before it is taken', async () => {
    await serve()
    const socket = open()
    socket.write(post('{') + post('{}'))
    await once(socket.resume(), 'close')
    expect(taken).toBe(0)
  })
})

test('nothing is taken of a connection that was told that it is too late', async () => {
  await serve({ requestTimeoutMs: 200, connectionsMax: 10, inFlightMax: 10 })
  const socket = open({ allowHalfOpen: true })
  expect(await answers(socket)).toMatch(/^HTTP\/1.1 408 Request Timeout\r\n/)
  socket.on('error', () => {}).write(post('{}'))
  await vi.waitFor(async () => expect(await connections()).toBe(0))
  expect(taken).toBe(0)
})

test('a server that closes waits for no client that sends more than it is answered', async () => {
  await serve()
  const socket = open({ allowHalfOpen: true })
  const gate = Promise.withResolvers<void>()
  mayAnswer.promise = gate.promise
  socket.write(post('{"n":1}'))
  await vi.waitFor(() => expect(taken).toBe(1))
  socket.write(post('{"n":2}'))
  await sleep(30)
  const answer = answers(socket)
  const closing = server.app.close()
  await sleep(30)
  gate.resolve()
  expect(await answer).toMatch(/Connection: close\r\n[^]*"n":1/)
  await closing
  expect(taken).toBe(1)
})

test('a connection that is made while a server closes is closed', async () => {
  await serve()
  const gate = Promise.withResolvers<void>()
  mayClose.promise = gate.promise
  const closing = server.app.close()
  await sleep(30)
  const socket = open()
  await once(socket, 'close')
  gate.resolve()
  await expect(closing).resolves.toBeUndefined()
})

async function connections(): Promise<number> {
  return promisify(server.app.server.getConnections.bind(server.app.server))()
}
