import type { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import { AnswerParts } from './answer-parts.ts'
import { connectShared } from './shared-reads.ts'
import { readPlainAnswer } from './plain-answer.ts'
import type { Connection, ConnectionOwner, WireAnswer } from './connection.ts'

/**
 * One autocannon client, taken over. Left to itself it sends the next request as soon as an answer
 * came, and after a lost socket pairs every later answer with the wrong request. Here it is parked:
 * it sends when told, forgets what was outstanding when the socket goes, starts the parser afresh,
 * and backs off when it is refused. Its parser is asked only for answers that are not plain.
 *
 * Everything used below but `on` and `destroy` is private to autocannon 9.0.0 (lib/httpClient.js);
 * the contract tests in autocannon-engine.integration.test.ts fail when an upgrade changes any of
 * it.
 */
export interface AutocannonClient extends EventEmitter {
  conn: Socket | undefined
  readonly secure: boolean
  readonly opts: { readonly hostname: string; readonly port: number }
  readonly parser: {
    readonly state: string
    /** Of a line that has not come as a whole. */
    readonly line: string
    readonly hadError: boolean
    initialize(type: 'RESPONSE'): void
    execute(bytes: Buffer): void
  }
  pipelinedRequests: AnswerParts
  readonly requestIterator: {
    recordBody(request: unknown, status: number, body: string, rawHeaders: string[]): void
  }
  _connect(): void
  _doRequest(): void
  destroy(): void
}

const firstBackOffMs = 100
const longestBackOffMs = 2000

export class ParkedConnection implements Connection {
  owner: ConnectionOwner | undefined
  up = false
  failedAttempts = 0
  lastError: Error | undefined
  readonly #client: AutocannonClient
  readonly #connect: () => Socket
  readonly #parse: (bytes: Buffer) => void
  #backOffMs = firstBackOffMs
  #timer: NodeJS.Timeout | undefined
  #keepAlive = true
  #served = false
  /** A request was sent and not answered. */
  #isAwaited = false
  /** So it was when the answer that the parser is at began. */
  #isAsked = false
  #destroyed = false

  constructor(client: AutocannonClient) {
    this.#client = client
    this.#connect = client.secure ? autocannonsConnect(client) : () => this.#connectPlain()
    client._connect = () => {} // called by the constructor and on a lost socket: `open` decides
    client._doRequest = () => {} // called on connect and after each answer: `send` decides when
    client.pipelinedRequests = new AnswerParts()
    client.requestIterator.recordBody = (_request, status, body, rawHeaders) =>
      this.#parsed({ status, body, rawHeaders })
    this.#parse = client.parser.execute.bind(client.parser)
    client.parser.execute = (bytes) => this.#read(bytes, bytes.length)
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
    this.#isAwaited = false
    const socket = this.#connect()
    client.conn = socket
    socket.setNoDelay(true)
    socket.once(client.secure ? 'secureConnect' : 'connect', () => this.#connected())
    socket.on('error', (error) => (this.lastError = error))
    socket.once('close', () => this.#closed())
  }

  send(request: string): void {
    this.#isAwaited = true
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

  #connectPlain(): Socket {
    const { hostname, port } = this.#client.opts
    return connectShared(hostname, port, (bytes, length) => this.#read(bytes, length))
  }

  #read(bytes: Buffer, length: number): void {
    const { parser } = this.#client
    const isBetweenAnswers = parser.state === 'RESPONSE_LINE' && parser.line === ''
    const answer = isBetweenAnswers ? readPlainAnswer(bytes, length) : undefined
    if (answer !== undefined) {
      this.#answered(answer)
      return
    }
    if (isBetweenAnswers) this.#isAsked = this.#isAwaited
    this.#parse(length === bytes.length ? bytes : bytes.subarray(0, length))
    if (parser.hadError) this.#client.conn?.destroy()
  }

  /** Whatever follows it in the same bytes came before anything else was asked. */
  #parsed(answer: WireAnswer): void {
    if (!this.#isAsked) this.#isAwaited = false
    this.#isAsked = false
    this.#answered(answer)
  }

  #answered(answer: WireAnswer): void {
    if (!this.#isAwaited) {
      this.#client.conn?.destroy()
      return
    }
    this.#isAwaited = false
    this.#served = true
    this.#backOffMs = firstBackOffMs
    if (!this.#keepAlive) {
      this.up = false
      this.#client.conn?.destroy()
    }
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

/** Over TLS its sockets are as good as any. */
function autocannonsConnect(client: AutocannonClient): () => Socket {
  const connect = client._connect.bind(client)
  return () => {
    connect()
    return client.conn as Socket
  }
}
