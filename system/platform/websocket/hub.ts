import websocketPlugin from '@fastify/websocket'
import type { App } from '../http/server.ts'
import type { Platform, SystemModule } from '../module.ts'
import { Connections } from './connections.ts'
import type { ConnectionLimits } from './connections.ts'
import { createHubMetrics } from './metrics.ts'
import { createFanOut } from './fan-out.ts'
import type { HubMessage } from './fan-out.ts'

/**
 * One socket for everything that a tenant's users see happen: `GET /api/v1/ws`. Events are hints to
 * look, never the record: they may be missed, and whoever must know asks the status endpoints. Who
 * says what is the modules' business; the hub knows tenants, connections and limits.
 */
export interface WebSocketHub extends SystemModule {
  /** To every connection of the tenant, in this process and in the others. Never throws, never waits. */
  publish(tenant: string, event: HubEvent): void
}

export interface HubEvent {
  readonly type: string
  readonly [member: string]: string | number | boolean | null
}

export interface HubLimits extends ConnectionLimits {
  readonly pingIntervalMs: number
}

const defaultLimits: HubLimits = {
  bufferMaxBytes: 1024 * 1024,
  closeGraceMs: 1_000,
  connectionsMax: 2_000,
  pingIntervalMs: 15_000,
}

/** Clients only listen; anything longer is not theirs to send. */
const inboundMaxBytes = 4 * 1024

export function createWebSocketHub(
  { redis, log, telemetry }: Pick<Platform, 'redis' | 'log' | 'telemetry'>,
  limits: HubLimits = defaultLimits,
): WebSocketHub {
  const connections = new Connections(limits, log)
  const metrics = createHubMetrics(telemetry.registry, () => connections.size)
  const deliver = ({ tenant, body }: HubMessage): void => {
    connections.deliver(tenant, body, metrics.count)
  }
  const fanOut = createFanOut(redis, deliver, log)
  let pinging: NodeJS.Timeout | undefined
  return {
    name: 'websocket',
    register(api) {
      registerSocket(api, connections)
    },
    async start() {
      await fanOut.start()
      pinging = setInterval(() => {
        connections.ping()
      }, limits.pingIntervalMs)
    },
    publish(tenant, event) {
      const message = { tenant, body: JSON.stringify(event).slice(1, -1) }
      deliver(message)
      fanOut.publish(message)
    },
    async stop() {
      clearInterval(pinging)
      connections.closeAll()
      await fanOut.stop()
    },
    // Events in flight are hints; nobody waits for them.
    quiescent: async () => ({ idle: true, numbers: { connections: connections.size } }),
  }
}

/** In a scope of its own, so that no other route pays for it. */
function registerSocket(api: App, connections: Connections): void {
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
      schema: {
        operationId: 'listen',
        tags: ['events'],
        summary: 'WebSocket: events of the tenant',
      },
      handler(socket, request) {
        connections.accept(socket, request.tenant)
      },
    })
  })
}
