import { EventEmitter } from 'node:events'
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'

/** Whoever sends answers of one piece. */
export interface AnswerSink {
  readonly socket: Socket
  /** How long the connection stays for another request; undefined when it is closed. */
  readonly keepAliveSeconds: number | undefined
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
  #isLengthTold = false
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

  /** @throws TypeError for a header that cannot be sent; another head may follow */
  writeHead(statusCode: number, headers: Headers = {}): this {
    if (this.headersSent) {
      const error = new Error('a head was written, and another came, expected one')
      // By this code Fastify knows it from a head that cannot be sent.
      throw Object.assign(error, { code: 'ERR_HTTP_HEADERS_SENT' })
    }
    this.statusCode = statusCode
    this.#isLengthTold = false
    this.#head =
      `HTTP/1.1 ${statusCode} ${STATUS_CODES[statusCode] ?? 'unknown'}\r\n` +
      (this.#headers === undefined ? '' : this.#linesOf(this.#headers)) +
      this.#linesOf(headers)
    this.headersSent = true
    return this
  }

  #linesOf(headers: Headers): string {
    let lines = ''
    for (const name in headers) {
      const value = String(headers[name])
      if (!plainValue.test(value)) {
        throw new TypeError(`header ${name} is ${JSON.stringify(value)}, expected plain ASCII`)
      }
      const known = name.toLowerCase()
      if (known === 'connection') {
        this.#closes ||= value.toLowerCase() === 'close'
        continue
      }
      this.#isLengthTold ||= known === 'content-length'
      lines += `${name}: ${value}\r\n`
    }
    return lines
  }

  /** Finished and closed before this returns: what was written is the socket's. */
  end(body: string | Buffer | null): this {
    if (this.writableEnded) return this
    this.writableEnded = true
    const text = body === null ? '' : String(body)
    const bytes = Buffer.byteLength(text)
    const { keepAliveSeconds } = this.#sink
    const closes = this.#closes || keepAliveSeconds === undefined
    const answer =
      this.#head +
      (this.#isLengthTold || bytes === 0 ? '' : `content-length: ${bytes}\r\n`) +
      `Date: ${httpDate()}\r\nConnection: ` +
      (closes ? 'close' : `keep-alive\r\nKeep-Alive: timeout=${keepAliveSeconds}`) +
      `\r\n\r\n${text}`
    if (this.#sink.answer(answer, bytes === text.length ? 'latin1' : 'utf8', closes)) {
      this.emit('finish')
      this.emit('close')
    }
    return this
  }

  /** For an answer that cannot be given as it was begun. */
  destroy(): this {
    this.#sink.socket.destroy()
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
