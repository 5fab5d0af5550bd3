import { once } from 'node:events'
import { connect, createServer } from 'node:net'
import type { AddressInfo, Socket } from 'node:net'

/**
 * A way to a service that can be cut and mended, so that a test can take away what it did not
 * start.
 */
export class Proxy implements AsyncDisposable {
  readonly #host: string
  readonly #port: number
  readonly #sockets = new Set<Socket>()
  readonly #server = createServer((socket) => {
    this.#accept(socket)
  })
  #cut: boolean

  constructor(target: { readonly host: string; readonly port: number; readonly cut?: boolean }) {
    this.#host = target.host
    this.#port = target.port
    this.#cut = target.cut ?? false
  }

  /** @returns host:port */
  async listen(): Promise<string> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  /** Ends every connection and lets no new one live. */
  cut(): void {
    this.#cut = true
    for (const socket of this.#sockets) {
      socket.destroy()
    }
  }

  mend(): void {
    this.#cut = false
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cut()
    this.#server.close()
    await once(this.#server, 'close')
  }

  #accept(socket: Socket): void {
    if (this.#cut) {
      socket.destroy()
      return
    }
    const target = connect(this.#port, this.#host)
    for (const [one, other] of [
      [socket, target],
      [target, socket],
    ] as const) {
      this.#sockets.add(one)
      one.pipe(other)
      one.on('error', () => other.destroy())
      one.on('close', () => {
        this.#sockets.delete(one)
        other.destroy()
      })
    }
  }
}
