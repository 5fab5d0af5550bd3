import websocketPlugin from '@fastify/websocket'
import { Type } from 'typebox'
import type { Static } from 'typebox'
import type { WebSocket } from 'ws'
import type { App } from '../http/server.ts'
import type { Platform, SystemModule } from '../module.ts'
import type { Listener } from './client.ts'
import { Connections } from './connections.ts'
import type { ConnectionLimits } from './connections.ts'
import { createHubMetrics } from './metrics.ts'
import { createFanOut } from './fan-out.ts'
import type { HubMessage } from './fan-out.ts'
import { Gathering } from './gathering.ts'
import { TenantStream } from './stream.ts'

/**
 * One socket for everything that a tenant's users see happen: `GET /api/v1/ws`. Events are hints to
 * look, never the record: they may be missed, and whoever must know asks the status endpoints. Who
 * says what is the modules' business; the hub knows tenants, connections and limits.
 */
export interface WebSocketHub extends SystemModule {
  /**
   * To every connection of the tenant, in this process and in the others. Never throws, never
   * waits.
   */
  publish(tenant: string, event: HubEvent): void
  /**
   * The same to the connections of this process alone, for what every process can say by itself.
   */
  publishHere(tenant: string, event: HubEvent): void
  /**
   * For what may happen often: items of one type and tenant wait for others and are published
   * together, as `{ type, items, omitted }`, at most twice a second. Never throws, never waits.
   */
  gather(tenant: string, type: string, item: object): void
  /** Tenants that have a connection to this process. */
  listening(): ReadonlySet<string>
}

/** Members are JSON. */
export interface HubEvent {
  readonly type: string
  readonly [member: string]: unknown
}

export interface HubLimits extends ConnectionLimits {
  readonly pingIntervalMs: number
}

/** Of the frames that are kept for those who come back, per tenant. */
const kept = { framesMost: 600, bytesMost: 768 * 1024 }

const gatherIntervalMs = 500
const gatheredItemsMost = 50

const defaultLimits: HubLimits = {
  bufferMaxBytes: 1024 * 1024,
  closeGraceMs: 1_000,
  connectionsMax: 2_000,
  pingIntervalMs: 15_000,
}

/** Clients only listen; anything longer is not theirs to send. */
const inboundMaxBytes = 4 * 1024

export function createWebSocketHub(
  { clock, redis, log, telemetry }: Pick<Platform, 'clock' | 'redis' | 'log' | 'telemetry'>,
  limits: HubLimits = defaultLimits,
): WebSocketHub {
  const connections = new Connections(limits, log)
  const metrics = createHubMetrics(telemetry.registry, () => connections.size)
  const startMs = Date.now()
  const streams = new Map<string, TenantStream>()
  const streamOf = (tenant: string): TenantStream => {
    const stream = streams.get(tenant) ?? new TenantStream(startMs, kept)
    streams.set(tenant, stream)
    return stream
  }
  const deliver = ({ tenant, body }: HubMessage): void => {
    connections.deliver(tenant, streamOf(tenant).add(body), metrics.count)
  }
  const fanOut = createFanOut(redis, deliver, log)
  const publish = (tenant: string, event: HubEvent): void => {
    const message = { tenant, body: membersOf(event) }
    deliver(message)
    fanOut.publish(message)
  }
  const gathering = new Gathering({
    intervalMs: gatherIntervalMs,
    itemsMost: gatheredItemsMost,
    send: (tenant, type, gathered) => {
      publish(tenant, { type, at: new Date(clock.nowMs()).toISOString(), ...gathered })
    },
  })
  let pinging: NodeJS.Timeout | undefined
  return {
    name: 'websocket',
    register(api) {
      registerSocket(api, (socket, listener, since) => {
        connections.accept(socket, listener, missedSince(streamOf(listener.tenant), since))
      })
    },
    async start() {
      await fanOut.start()
      pinging = setInterval(() => {
        connections.ping()
      }, limits.pingIntervalMs)
    },
    publish,
    publishHere(tenant, event) {
      deliver({ tenant, body: membersOf(event) })
    },
    gather(tenant, type, item) {
      gathering.add(tenant, type, item)
    },
    listening: () => connections.tenants(),
    async stop() {
      clearInterval(pinging)
      gathering.flush()
      connections.closeAll()
      await fanOut.stop()
    },
    // Events in flight are hints; nobody waits for them.
    quiescent: async () => ({ idle: true, numbers: { connections: connections.size } }),
  }
}

function membersOf(event: HubEvent): string {
  return JSON.stringify(event).slice(1, -1)
}

/** What a listener that has seen `since` has to be told first; a new one has missed nothing. */
function missedSince(stream: TenantStream, since: number | undefined): readonly string[] {
  if (since === undefined) {
    return []
  }
  // Of what is gone nothing is told: the state as it is now is at the other endpoints.
  return stream.after(since) ?? [`"seq":${stream.seq},"type":"resync","since":${since}`]
}

const listenQuery = Type.Object({
  since: Type.Optional(
    Type.Integer({
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      description: 'The last `seq` that was seen; what came after it is sent first, or `resync`',
    }),
  ),
})

type Accept = (socket: WebSocket, listener: Listener, since: number | undefined) => void

/** In a scope of its own, so that no other route pays for it. */
function registerSocket(api: App, accept: Accept): void {
  void api.register(async (scope) => {
    await scope.register(websocketPlugin, {
      options: { maxPayload: inboundMaxBytes },
      // `stop` has closed them, with a code that says why.
      preClose: (done: () => void) => {
        done()
      },
    })
    scope.route({
      method: 'GET',
      url: '/ws',
      websocket: true,
      config: { keepsConnection: true },
      schema: {
        operationId: 'listen',
        tags: ['events'],
        summary: 'WebSocket: events of the tenant, numbered by `seq`',
        querystring: listenQuery,
      },
      handler(socket, request) {
        // The plugin's handler does not know the schema.
        const { since } = request.query as Static<typeof listenQuery>
        accept(socket, { tenant: request.tenant, lives: request.session?.lives }, since)
      },
    })
  })
}
