import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { pino } from 'pino'
import { inject } from 'vitest'
import { WebSocket } from 'ws'
import { createClock } from '../clock/clock.ts'
import { createAuthentication } from '../http/auth.ts'
import { createHttpServer } from '../http/server.ts'
import type { HttpServer } from '../http/server.ts'
import { createRedis } from '../redis/redis.ts'
import { createTelemetry } from '../telemetry/telemetry.ts'
import { createWebSocketHub } from './hub.ts'
import type { HubLimits, WebSocketHub } from './hub.ts'

const log = pino({ level: 'silent' })
const tokens = new Map([
  ['one', new Set(['bank', 'shop'])],
  ['two', new Set(['shop'])],
])
const limits: HubLimits = {
  bufferMaxBytes: 1024 * 1024,
  closeGraceMs: 200,
  connectionsMax: 3,
  pingIntervalMs: 10_000,
}
/** What the tests started, to be undone in the reverse order. */
export const cleanUp: (() => Promise<unknown>)[] = []

export interface Process {
  readonly hub: WebSocketHub
  readonly server: HttpServer
  readonly port: number
}

export async function startProcess(
  namespace: string,
  overrides: Partial<HubLimits> = {},
): Promise<Process> {
  const telemetry = createTelemetry()
  const redis = createRedis(`${inject('services').redisUrl}/0`, namespace, log)
  const server = createHttpServer(log, telemetry.http)
  const hub = createWebSocketHub(
    { clock: createClock(), redis, log, telemetry },
    { ...limits, ...overrides },
  )
  const tenantOf = createAuthentication(tokens)
  await server.app.register(
    async (api: typeof server.app) => {
      api.decorateRequest('tenant', '')
      api.addHook('onRequest', async (request) => {
        request.tenant = tenantOf(request)
      })
      hub.register(api)
    },
    { prefix: '/api/v1' },
  )
  await hub.start()
  await server.app.listen({ host: '127.0.0.1', port: 0 })
  cleanUp.push(async () => {
    await hub.stop()
    await server.app.close()
    await redis.close()
  })
  return { hub, server, port: (server.app.server.address() as AddressInfo).port }
}

export interface Listening {
  readonly socket: WebSocket
  readonly events: Record<string, unknown>[]
  /** Resolves with the events once there are so many. */
  upTo(count: number): Promise<Record<string, unknown>[]>
}

export async function listen(
  port: number,
  query = '?access_token=one&tenant=bank',
  options: WebSocket.ClientOptions = {},
): Promise<Listening> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/ws${query}`, options)
  const events: Record<string, unknown>[] = []
  socket.on('message', (data: Buffer) => {
    events.push(JSON.parse(data.toString()) as Record<string, unknown>)
  })
  cleanUp.push(async () => socket.terminate())
  await once(socket, 'open')
  return {
    socket,
    events,
    async upTo(count) {
      while (events.length < count) {
        await once(socket, 'message')
      }
      return events
    },
  }
}

export async function refusedWith(port: number, query: string): Promise<number> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/api/v1/ws${query}`)
  cleanUp.push(async () => socket.terminate())
  socket.on('error', () => {})
  const [, response] = (await once(socket, 'unexpected-response')) as [
    unknown,
    { statusCode: number },
  ]
  return response.statusCode
}
