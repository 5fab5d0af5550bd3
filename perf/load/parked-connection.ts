import type { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import type { Connection, ConnectionOwner, WireAnswer } from './connection.ts'

/**
 * One autocannon client, taken over. Left to itself it sends the next request as soon as an answer
 * came, and after a lost socket pairs every later answer with the wrong request. Here it is parked:
 * it sends when told, forgets what was outstanding when the socket goes, starts the parser afresh,
 * and backs off when it is refused.
 *
 * Everything used below but `on` and `destroy` is private to autocannon 9.0.0 (lib/httpClient.js);
 * the contract tests in autocannon-engine.integration.test.ts fail when an upgrade changes any of
 * it.
 */
export interface AutocannonClient extends EventEmitter {
  conn: Socket | undefined
  readonly secure: boolean
  readonly parser: { initialize(type: 'RESPONSE'): void; readonly hadError: boolean }
  readonly pipelinedRequests: {
    insertRequest(request: unknown): void
    terminateRequest(): unknown
    clear(): void
  }
  readonly requestIterator: {
    recordBody(request: unknown, status: number, body: string, rawHeaders: string[]): void
  }
  _connect(): void
  _doRequest(): void
  destroy(): void
}

const firstBackOffMs = 100
const longestBackOffMs = 2000
/** What autocannon is told when an answer comes that nobody asked for, on which it would throw. */
const unasked = {
  req: undefined,
  headers: { statusCode: 0, headers: [] },
  body: '',
  bytes: 0,
  duration: 0,
}

export class ParkedConnection implements Connection {
  owner: ConnectionOwner | undefined
  up = false
  failedAttempts = 0
  lastError: Error | undefined
  readonly #client: AutocannonClient
  readonly #connect: () => void
  #backOffMs = firstBackOffMs
  #timer: NodeJS.Timeout | undefined
  #keepAlive = true
  #served = false
  #serial = 0
  #destroyed = false

  constructor(client: AutocannonClient) {
    this.#client = client
    this.#connect = client._connect.bind(client)
    client._connect = () => {} // called by the constructor and on a lost socket: `open` decides
    client._doRequest = () => {} // called on connect and after each answer: `send` decides when
    client.requestIterator.recordBody = (...answer) => this.#answered(...answer)
    const terminate = client.pipelinedRequests.terminateRequest.bind(client.pipelinedRequests)
    client.pipelinedRequests.terminateRequest = () => terminate() ?? unasked
    client.on('headers', (head: { shouldKeepAlive: boolean }) => {
      this.#keepAlive = head.shouldKeepAlive
    })
  }

  open(): void {
    const client = this.#client
    client.pipelinedRequests.clear()
    client.parser.initialize('RESPONSE')
    this.#keepAlive = true
    this.#served = false
    this.#connect()
    const socket = client.conn as Socket
    socket.setNoDelay(true)
    socket.once(client.secure ? 'secureConnect' : 'connect', () => this.#connected())
    socket.on('error', (error) => (this.lastError = error))
    socket.on('data', () => client.parser.hadError && socket.destroy())
    socket.once('close', () => this.#closed())
  }

  send(request: string): void {
    this.#serial += 1
    this.#client.pipelinedRequests.insertRequest(this.#serial)
    this.#client.conn?.write(request)
  }

  abandon(): void {
    this.#drop()
    this.open()
  }

  /** `noSocket` stands in where none was ever opened: autocannon expects one. */
  destroy(noSocket: () => Socket): void {
    this.#destroyed = true
    this.#drop()
    this.#client.conn ??= noSocket()
    this.#client.destroy()
  }

  #drop(): void {
    this.up = false
    clearTimeout(this.#timer)
    this.#client.conn?.removeAllListeners('close').destroy()
  }

  #connected(): void {
    this.up = true
    this.owner?.connected()
  }

  #answered(request: unknown, status: number, body: string, rawHeaders: readonly string[]): void {
    if (request !== this.#serial) {
      this.#client.conn?.destroy()
      return
    }
    this.#served = true
    this.#backOffMs = firstBackOffMs
    this.#serial += 1 // a second answer to the same request is unasked
    if (!this.#keepAlive) {
      this.up = false
      this.#client.conn?.destroy()
    }
    const answer: WireAnswer = { status, body, rawHeaders }
    this.owner?.answered(answer)
  }

  #closed(): void {
    if (this.#destroyed) return
    const wasUp = this.up || !this.#keepAlive
    this.up = false
    if (wasUp) this.owner?.dropped()
    else this.failedAttempts += 1
    if (this.#served) this.open()
    else this.#openLater()
  }

  /** A server that refuses, or accepts and hangs up, is not asked in a tight loop. */
  #openLater(): void {
    this.#timer = setTimeout(() => this.open(), this.#backOffMs)
    this.#backOffMs = Math.min(longestBackOffMs, this.#backOffMs * 2)
  }
}
