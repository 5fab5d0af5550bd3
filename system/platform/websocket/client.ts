import type { WebSocket } from 'ws'

export const closeCodes = {
  goingAway: 1001,
  tooBusy: 1013,
  sessionEnded: 4001,
  slowConsumer: 4008,
  silent: 4009,
} as const

export interface ClientLimits {
  /** Bytes that may wait for a reader before it is dropped. */
  readonly bufferMaxBytes: number
  /** How long a dropped client may take to answer the close frame. */
  readonly closeGraceMs: number
}

/** Who listens. */
export interface Listener {
  readonly tenant: string
  /** Whether it may still; undefined for one that always may. May throw: nobody can say then. */
  readonly lives?: (() => Promise<boolean>) | undefined
}

export type Delivery = 'sent' | 'dropped' | 'closed'

/**
 * One connection. Events carry a sequence number that starts at 1 and has no gap: a reader that
 * sees one has lost nothing but its connection. A reader that does not keep up is dropped, because
 * the alternative is to keep its events in memory.
 */
export class HubClient {
  readonly tenant: string
  readonly #lives: Listener['lives']
  readonly #socket: WebSocket
  readonly #limits: ClientLimits
  #sequence = 0
  #alive = true

  constructor(listener: Listener, socket: WebSocket, limits: ClientLimits) {
    this.tenant = listener.tenant
    this.#lives = listener.lives
    this.#socket = socket
    this.#limits = limits
    socket.on('pong', () => {
      this.#alive = true
    })
  }

  /** @param body JSON members of the event without braces, serialised once for all clients */
  send(body: string): Delivery {
    const socket = this.#socket
    if (socket.readyState !== socket.OPEN) {
      return 'closed'
    }
    if (socket.bufferedAmount + body.length > this.#limits.bufferMaxBytes) {
      this.close(closeCodes.slowConsumer, 'slow consumer')
      return 'dropped'
    }
    this.#sequence += 1
    socket.send(`{"sequence":${this.#sequence},${body}}`)
    return 'sent'
  }

  /** A client that did not answer the last ping is gone. */
  ping(): void {
    if (this.#alive) {
      this.#alive = false
      this.#socket.ping()
    } else {
      this.close(closeCodes.silent, 'no pong')
    }
  }

  /**
   * A session that has ended hears nothing more. That nobody can say whether it has ends nothing.
   */
  async checkLife(): Promise<void> {
    const lives = await this.#lives?.().catch(() => true)
    if (lives === false) {
      this.close(closeCodes.sessionEnded, 'the session has ended')
    }
  }

  close(code: number, reason: string): void {
    this.#socket.close(code, reason)
    setTimeout(() => {
      this.#socket.terminate()
    }, this.#limits.closeGraceMs).unref()
  }
}
