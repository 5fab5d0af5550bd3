import type { Logger } from 'pino'
import type { WebSocket } from 'ws'
import { closeCodes, HubClient } from './client.ts'
import type { ClientLimits, Delivery, Listener } from './client.ts'

export interface ConnectionLimits extends ClientLimits {
  readonly connectionsMax: number
}

/** The open connections of this process. */
export class Connections {
  readonly #clients = new Set<HubClient>()
  readonly #limits: ConnectionLimits
  readonly #log: Logger

  constructor(limits: ConnectionLimits, log: Logger) {
    this.#limits = limits
    this.#log = log
  }

  get size(): number {
    return this.#clients.size
  }

  /** @param first JSON members of frames that it is sent before all others */
  accept(socket: WebSocket, listener: Listener, first: readonly string[]): void {
    const client = new HubClient(listener, socket, this.#limits)
    socket.on('error', (error) => {
      this.#log.debug({ err: error }, 'websocket failed')
    })
    if (this.#clients.size >= this.#limits.connectionsMax) {
      client.close(closeCodes.tooBusy, 'too many connections')
      return
    }
    first.forEach((frame) => client.send(frame))
    this.#clients.add(client)
    socket.once('close', () => {
      this.#clients.delete(client)
    })
  }

  /** @param body JSON members without braces */
  deliver(tenant: string, body: string, onDelivery: (delivery: Delivery) => void): void {
    for (const client of this.#clients) {
      if (client.tenant === tenant) {
        onDelivery(client.send(body))
      }
    }
  }

  tenants(): ReadonlySet<string> {
    return new Set([...this.#clients].map(({ tenant }) => tenant))
  }

  ping(): void {
    for (const client of this.#clients) {
      client.ping()
      void client.checkLife()
    }
  }

  closeAll(): void {
    for (const client of this.#clients) {
      client.close(closeCodes.goingAway, 'the server is shutting down')
    }
  }
}
