import type { Socket } from 'node:net'
import { readSimpleHead, type SimpleHead } from './head.ts'
import { SimpleRequest } from './request.ts'
import { type AnswerSink, SimpleResponse } from './response.ts'

/** What a connection needs of the server that it belongs to. */
export interface ConnectionHost {
  readonly firstBytesTimeoutMs: number
  readonly keepAliveTimeoutMs: number
  isTaken(method: string, url: string): boolean
  take(request: SimpleRequest, response: SimpleResponse): void
  /** To Node's own server, with what it has not been told of. */
  giveBack(socket: Socket, bytes: Buffer | undefined): void
  tooLate(socket: Socket): void
  left(connection: SimpleConnection): void
}

/** As Node's own: a request may be under way when the time that a client was told is over. */
const keepAliveGraceMs = 1_000

/** One request after the other, until one of them is not simple. */
export class SimpleConnection implements AnswerSink {
  readonly socket: Socket
  readonly #host: ConnectionHost
  #pending: SimpleResponse | undefined
  /** What came before the answer was given. */
  #early: Buffer | undefined
  #answered = 0
  #idleSinceMs = performance.now()
  #closing = false

  constructor(socket: Socket, host: ConnectionHost) {
    this.socket = socket
    this.#host = host
    socket.on('data', this.#onData)
    socket.on('end', this.#onEnd)
    socket.on('error', this.#onError)
    socket.on('close', this.#onClose)
  }

  get keepAliveSeconds(): number | undefined {
    return this.#closing ? undefined : Math.floor(this.#host.keepAliveTimeoutMs / 1_000)
  }

  readonly #onData = (bytes: Buffer): void => {
    // After the last answer nobody would ever hear what became of it.
    if (!this.socket.writable) return
    if (this.#pending !== undefined) {
      this.socket.pause()
      this.#early = this.#early === undefined ? bytes : Buffer.concat([this.#early, bytes])
      return
    }
    const head = readSimpleHead(bytes)
    if (head === undefined || !this.#isWholeAndTaken(head, bytes.length)) {
      this.#giveBack(bytes)
      return
    }
    const bodyEnd = head.end + head.bodyBytes
    if (bodyEnd < bytes.length) this.#early = bytes.subarray(bodyEnd)
    const request = new SimpleRequest(head, bytes.subarray(head.end, bodyEnd), this.socket)
    const response = new SimpleResponse(this)
    this.#pending = response
    this.#host.take(request, response)
  }

  #isWholeAndTaken(head: SimpleHead, bytes: number): boolean {
    return head.end + head.bodyBytes <= bytes && this.#host.isTaken(head.method, head.url)
  }

  answer(text: string, encoding: 'latin1' | 'utf8', closes: boolean): boolean {
    if (!this.socket.writable) return false
    this.#pending = undefined
    this.#answered += 1
    this.#idleSinceMs = performance.now()
    if (closes) {
      this.socket.end(text, encoding)
      // A client that keeps its half, or a socket that is paused, would stay open.
      this.socket.destroySoon()
      return true
    }
    const isDrained = this.socket.write(text, encoding)
    // Node knows what to do with one who sends without reading.
    if (this.#early !== undefined || !isDrained) this.#giveBack(this.#early)
    return true
  }

  /** Closes what has been idle for too long, and tells what has never said anything. */
  check(nowMs: number): void {
    if (this.#pending !== undefined) return
    const idleMs = nowMs - this.#idleSinceMs
    if (this.#answered === 0) {
      if (idleMs > this.#host.firstBytesTimeoutMs) this.#host.tooLate(this.socket)
    } else if (idleMs > this.#host.keepAliveTimeoutMs + keepAliveGraceMs) {
      this.socket.destroy()
    }
  }

  closeWhenIdle(): void {
    this.#closing = true
    if (this.#pending === undefined) this.socket.destroy()
  }

  #giveBack(bytes: Buffer | undefined): void {
    this.socket.off('data', this.#onData)
    this.socket.off('end', this.#onEnd)
    this.socket.off('error', this.#onError)
    this.socket.off('close', this.#onClose)
    this.#host.left(this)
    this.#host.giveBack(this.socket, bytes)
  }

  readonly #onEnd = (): void => {
    this.socket.end()
  }

  readonly #onError = (): void => {
    this.socket.destroy()
  }

  readonly #onClose = (): void => {
    this.#host.left(this)
    this.#pending?.emit('close')
    this.#pending = undefined
  }
}
