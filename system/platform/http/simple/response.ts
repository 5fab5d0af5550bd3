import { EventEmitter } from 'node:events'
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'

/** Whoever sends answers of one piece. */
export interface AnswerSink {
  readonly socket: Socket
  readonly keepAliveSeconds: number
  /**
   * The whole answer. It is the last one of the connection when `closes`.
   * @returns false when nobody is there any more
   */
  answer(text: string, encoding: 'latin1' | 'utf8', closes: boolean): boolean
}

type Headers = Readonly<Record<string, number | string | readonly string[]>>

/** A header with anything else in it would be more headers than one. */
const plainValue = /^[\t -~]*$/

/**
 * An answer of one piece, in as much of Node's `ServerResponse` as Fastify uses to send one: head
 * and body go out by one write.
 */
export class SimpleResponse extends EventEmitter {
  statusCode = 200
  headersSent = false
  writableEnded = false
  readonly #sink: AnswerSink
  #headers: Record<string, string> | undefined
  #head = ''
  #closes = false

  constructor(sink: AnswerSink) {
    super()
    this.#sink = sink
  }

  get socket(): Socket {
    return this.#sink.socket
  }

  get destroyed(): boolean {
    return this.#sink.socket.destroyed
  }

  setHeader(name: string, value: string): this {
    this.#headers ??= {}
    this.#headers[name.toLowerCase()] = value
    return this
  }

  getHeader(name: string): string | undefined {
    return this.#headers?.[name.toLowerCase()]
  }

  getHeaders(): Headers {
    return { ...this.#headers }
  }

  hasHeader(name: string): boolean {
    return this.getHeader(name) !== undefined
  }

  removeHeader(name: string): void {
    delete this.#headers?.[name.toLowerCase()]
  }

  writeHead(statusCode: number, headers: Headers): this {
    this.statusCode = statusCode
    this.headersSent = true
    this.#head =
      `HTTP/1.1 ${statusCode} ${STATUS_CODES[statusCode] ?? 'unknown'}\r\n` +
      (this.#headers === undefined ? '' : this.#linesOf(this.#headers)) +
      this.#linesOf(headers)
    return this
  }

  #linesOf(headers: Headers): string {
    let lines = ''
    for (const name in headers) {
      const value = String(headers[name])
      if (!plainValue.test(value)) {
        throw new TypeError(`header ${name} is ${JSON.stringify(value)}, expected plain ASCII`)
      }
      if (name.toLowerCase() === 'connection') this.#closes ||= value.toLowerCase() === 'close'
      else lines += `${name}: ${value}\r\n`
    }
    return lines
  }

  /** Finished and closed before this returns: what was written is the socket's. */
  end(body: string | Buffer | null): this {
    this.writableEnded = true
    const text = body === null ? '' : String(body)
    const isAscii = Buffer.byteLength(text) === text.length
    const connection = this.#closes
      ? 'Connection: close'
      : `Connection: keep-alive\r\nKeep-Alive: timeout=${this.#sink.keepAliveSeconds}`
    const answer = `${this.#head}Date: ${httpDate()}\r\n${connection}\r\n\r\n${text}`
    if (this.#sink.answer(answer, isAscii ? 'latin1' : 'utf8', this.#closes)) {
      this.emit('finish')
      this.emit('close')
    }
    return this
  }
}

let dateSecond = 0
let date = ''

/** Made once a second. */
function httpDate(): string {
  const nowMs = Date.now()
  const second = Math.floor(nowMs / 1_000)
  if (second !== dateSecond) {
    dateSecond = second
    date = new Date(nowMs).toUTCString()
  }
  return date
}
