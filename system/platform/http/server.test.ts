import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import websocketPlugin from '@fastify/websocket'
import { pino } from 'pino'
import { describe, expect, test, vi } from 'vitest'
import { createTelemetry } from '../telemetry/telemetry.ts'
import { DependencyUnavailable } from '../errors.ts'
import { registerHealth } from './health.ts'
import { createHttpServer } from './server.ts'
import type { HttpLimits, HttpServer } from './server.ts'

const log = pino({ level: 'silent' })

function serverWith(routes: (server: HttpServer) => void, limits?: HttpLimits): HttpServer {
  const server = createHttpServer(log, createTelemetry().http, limits)
  routes(server)
  return server
}

const idle = { name: 'idle', quiescent: async () => ({ idle: true, numbers: { queued: 0 } }) }
const lost = {
  name: 'lost',
  quiescent: async () => {
    throw new Error('cannot say')
  },
}
const asModule = (part: object) =>
  ({ register() {}, start: async () => {}, stop: async () => {}, ...part }) as never

describe('an answer', () => {
  test('carries the id of its request, the one that was sent or a new one', async () => {
    const { app } = serverWith((server) => server.app.get('/here', () => 'x'))
    const own = await app.inject({ url: '/here', headers: { 'x-request-id': 'mine' } })
    const ids = [own, await app.inject('/here'), await app.inject('/here')].map(
      ({ headers }) => headers['x-request-id'],
    )
    expect(ids[0]).toBe('mine')
    expect(new Set(ids).size).toBe(3)
  })

  test('to a fault that nobody foresaw is a 500 that tells nothing of the inside', async () => {
    const { app } = serverWith((server) => {
      server.app.get('/broken', async () => {
        throw new Error('password is hunter2')
      })
    })
    const answer = await app.inject('/broken')
    expect([answer.statusCode, answer.json().code]).toEqual([500, 'internal'])
    expect(answer.body).not.toContain('hunter2')
  })

  test('to a dependency that is away is a 503 that says when to come again', async () => {
    const { app } = serverWith((server) => {
      server.app.get('/away', async () => {
        throw new DependencyUnavailable('postgres', new Error('refused'))
      })
    })
    const answer = await app.inject('/away')
    expect([answer.statusCode, answer.json().code, answer.headers['retry-after']]).toEqual([
      503,
      'postgres-unavailable',
      '1',
    ])
  })

  test('to bytes that are no HTTP is a problem document all the same', async () => {
    const { app } = serverWith(() => undefined)
    await app.listen({ host: '127.0.0.1', port: 0 })
    const socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1')
    socket.end('what is this\r\n\r\n')
    expect(await text(socket)).toMatch(
      /^HTTP\/1\.1 400 [^]*application\/problem\+json[^]*"code":"request-unreadable"/,
    )
    await app.close()
  })
})

describe('a request that cannot be read', () => {
  test.each([
    ['HPE_HEADER_OVERFLOW', '431 Request Header Fields Too Large'],
    ['ERR_HTTP_REQUEST_TIMEOUT', '408 Request Timeout'],
    ['HPE_INVALID_METHOD', '400 Bad Request'],
  ])('because of %s is answered with %s', async (code, statusLine) => {
    const { app } = serverWith(() => undefined)
    const socket = new PassThrough()
    app.server.emit('clientError', Object.assign(new Error('as Node says it'), { code }), socket)
    const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n')
    expect(head.split('\r\n')[0]).toBe(`HTTP/1.1 ${statusLine}`)
    expect(JSON.parse(body)).toMatchObject({
      status: Number.parseInt(statusLine, 10),
      detail: 'as Node says it',
    })
  })
})

describe('a draining server', () => {
  test('refuses new work, says it is not ready, and is still alive', async () => {
    const server = serverWith((each) => {
      registerHealth(each, {}, [])
      each.app.get('/api/v1/work', () => 'done')
    })
    expect((await server.app.inject('/api/v1/work')).statusCode).toBe(200)
    expect((await server.app.inject('/health/ready')).statusCode).toBe(200)
    server.drain()
    const refused = await server.app.inject('/api/v1/work')
    expect([refused.statusCode, refused.json().code]).toEqual([503, 'draining'])
    expect((await server.app.inject('/health/ready')).json()).toEqual({
      ready: false,
      reasons: ['draining'],
    })
    expect((await server.app.inject('/health/live')).statusCode).toBe(200)
  })
})

describe('a full server', () => {
  test('tells who comes then to come again, and takes him when there is room', async () => {
    const gate = Promise.withResolvers<void>()
    const { app } = serverWith(
      (server) => {
        server.app.get('/api/v1/slow', async () => gate.promise.then(() => 'done'))
        server.app.get('/health/live', () => 'live')
      },
      { requestTimeoutMs: 1_000, connectionsMax: 10, inFlightMax: 1 },
    )
    const first = app.inject('/api/v1/slow')
    await app.inject('/health/live')
    const second = await app.inject('/api/v1/slow')
    expect([second.statusCode, second.json().code, second.headers['retry-after']]).toEqual([
      503,
      'too-many-in-flight',
      '1',
    ])
    gate.resolve()
    expect((await first).statusCode).toBe(200)
    expect((await app.inject('/api/v1/slow')).statusCode).toBe(200)
  })
})

describe('a request that asks for an upgrade', () => {
  const upgrade = { connection: 'upgrade', upgrade: 'anything' }
  const oneAtOnce = { requestTimeoutMs: 1_000, connectionsMax: 10, inFlightMax: 1 }

  test('is a request like others, unless its route keeps connections', async () => {
    const gate = Promise.withResolvers<void>()
    const server = serverWith(({ app }) => {
      app.get('/api/v1/slow', async () => gate.promise.then(() => 'done'))
      app.get('/api/v1/kept', { config: { keepsConnection: true } }, () => 'kept')
    }, oneAtOnce)
    const first = server.app.inject({ url: '/api/v1/slow', headers: upgrade })
    await server.app.inject('/elsewhere')
    const second = await server.app.inject({ url: '/api/v1/slow', headers: upgrade })
    expect([second.statusCode, second.json().code]).toEqual([503, 'too-many-in-flight'])
    const kept = await server.app.inject({ url: '/api/v1/kept', headers: upgrade })
    expect([kept.statusCode, server.inFlight()]).toEqual([200, 1])
    gate.resolve()
    await first
  })

  test('is no longer in flight when it is answered, though Node let go of its socket', async () => {
    const seen: number[] = []
    const server = serverWith((each) => {
      void each.app.register(websocketPlugin)
      each.app.get('/api/v1/work', () => {
        seen.push(each.inFlight())
        return 'done'
      })
    }, oneAtOnce)
    await server.app.listen({ host: '127.0.0.1', port: 0 })
    const socket = connect((server.app.server.address() as AddressInfo).port, '127.0.0.1')
    socket.write(
      'GET /api/v1/work HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n',
    )
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 200 /)
    await vi.waitFor(() => expect(server.inFlight()).toBe(0))
    expect(seen).toEqual([1])
    await server.app.close()
  })
})

describe('health', () => {
  test('is ready only when every dependency answers, and names those that do not', async () => {
    const checks = {
      postgres: async () => {},
      kafka: async () => {
        throw new Error('no route')
      },
    }
    const { app } = serverWith((server) => registerHealth(server, checks, []))
    const answer = await app.inject('/health/ready')
    expect([answer.statusCode, answer.json().reasons]).toEqual([503, ['kafka: no route']])
  })

  test('is quiescent only when every module is; one that cannot say is not', async () => {
    const quiet = serverWith((server) => registerHealth(server, {}, [asModule(idle)]))
    expect((await quiet.app.inject('/health/quiescent')).json()).toEqual({
      quiescent: true,
      httpInFlight: 0,
      idle: { idle: true, numbers: { queued: 0 } },
    })
    const unsure = serverWith((server) =>
      registerHealth(server, {}, [asModule(idle), asModule(lost)]),
    )
    const answer = await unsure.app.inject('/health/quiescent')
    expect([answer.statusCode, answer.json().lost]).toEqual([
      503,
      { idle: false, numbers: {}, reason: 'cannot say' },
    ])
  })
})
