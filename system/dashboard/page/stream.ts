import { reconnectDelayMs } from '../model/backoff.ts'
import { carriesOn } from '../model/sequence.ts'
import type { Session } from './session.ts'

export type StreamState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  | { readonly kind: 'lost'; readonly retryAtMs: number }
  /** There is no stream: it needs a session of the server's. */
  | { readonly kind: 'none' }

export interface Frame {
  readonly type: string
  readonly [member: string]: unknown
}

export interface StreamEvents {
  onState(state: StreamState): void
  onFrame(frame: Frame): void
  /** Frames were missed and cannot be had any more: everything has to be asked for again. */
  onResync(): void
}

/** A socket that opens and says nothing for this long is not taken for a connection. */
const openTimeoutMs = 10_000
/**
 * A connection that ends sooner than this counts as a failed one: else a busy server is asked in a
 * rush.
 */
const settledMs = 5_000

/**
 * The live events of the tenant. A lost socket is opened again with growing pauses, from the number
 * of the last frame on; the state is always told, because a page that stands still must not look
 * alive.
 */
export class Stream {
  readonly #session: Session
  readonly #events: StreamEvents
  #socket: WebSocket | undefined
  #last: number | undefined
  #attempt = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #stopped = false

  constructor(session: Session, events: StreamEvents) {
    this.#session = session
    this.#events = events
  }

  start(): void {
    this.#stopped = false
    clearTimeout(this.#timer)
    this.#events.onState({ kind: 'connecting' })
    const socket = new WebSocket(this.#address())
    this.#socket = socket
    let openedMs = Number.POSITIVE_INFINITY
    const late = setTimeout(() => {
      socket.close()
    }, openTimeoutMs)
    socket.addEventListener('open', () => {
      clearTimeout(late)
      openedMs = Date.now()
      this.#events.onState({ kind: 'live' })
    })
    socket.addEventListener('message', ({ data }) => {
      this.#receive(String(data))
    })
    socket.addEventListener('close', () => {
      clearTimeout(late)
      if (socket === this.#socket) {
        if (Date.now() - openedMs >= settledMs) {
          this.#attempt = 0
        }
        this.#retry()
      }
    })
  }

  /** Try at once, for a network that has come back or a user who asks for it. */
  retryNow(): void {
    if (!this.#stopped && this.#socket === undefined) {
      this.start()
    }
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
    const socket = this.#socket
    this.#socket = undefined
    socket?.close()
  }

  #retry(): void {
    this.#socket = undefined
    const delayMs = reconnectDelayMs(this.#attempt, Math.random())
    this.#attempt += 1
    this.#events.onState({ kind: 'lost', retryAtMs: Date.now() + delayMs })
    this.#timer = setTimeout(() => {
      this.start()
    }, delayMs)
  }

  /**
   * A browser cannot set headers on a handshake, so it alone may say who it is in the query: by a
   * session.
   */
  #address(): string {
    const address = new URL('/api/v1/ws', location.href)
    address.protocol = address.protocol.replace('http', 'ws')
    address.searchParams.set('access_token', this.#session.token)
    address.searchParams.set('tenant', this.#session.tenant)
    if (this.#last !== undefined) {
      address.searchParams.set('since', String(this.#last))
    }
    return address.href
  }

  #receive(text: string): void {
    const frame = JSON.parse(text) as Frame
    const sequence = frame['seq'] ?? frame['sequence']
    if (frame.type === 'resync') {
      this.#last = typeof sequence === 'number' ? sequence : undefined
      this.#events.onResync()
      return
    }
    if (typeof sequence === 'number') {
      const missed = !carriesOn(sequence, this.#last)
      this.#last = sequence
      if (missed) {
        this.#events.onResync()
      }
    }
    this.#events.onFrame(frame)
  }
}
