import type { Socket } from 'node:net'
import type { SimpleHead } from './head.ts'

type Listener = (chunk?: Buffer) => void

/**
 * A request that has come as a whole, in as much of Node's `IncomingMessage` as Fastify looks at
 * where a route takes JSON.
 */
export class SimpleRequest {
  readonly method: string
  readonly url: string
  readonly headers: Record<string, string>
  readonly socket: Socket
  readonly httpVersionMajor = 1
  readonly aborted = false
  readonly #body: Buffer
  #onData: Listener | undefined
  #onEnd: Listener | undefined

  constructor({ method, url, headers }: SimpleHead, body: Buffer, socket: Socket) {
    this.method = method
    this.url = url
    this.headers = headers
    this.socket = socket
    this.#body = body
  }

  /** One listener of each event; what happens to the connection is told of by the answer. */
  on(event: string, listener: Listener): this {
    if (event === 'data') this.#onData = listener
    else if (event === 'end') this.#onEnd = listener
    return this
  }

  removeListener(event: string): this {
    if (event === 'data') this.#onData = undefined
    else if (event === 'end') this.#onEnd = undefined
    return this
  }

  /** Tells of the whole body at once. */
  resume(): this {
    if (this.#body.length > 0) this.#onData?.(this.#body)
    this.#onEnd?.()
    return this
  }
}
