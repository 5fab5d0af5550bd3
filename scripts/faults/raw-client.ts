import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'

/** A client that speaks bytes, because what it does is not what an HTTP library lets one do. */
export class RawClient implements Disposable {
  readonly socket: Socket
  #received = ''
  /** Resolves when the server has ended the connection. */
  readonly ended: Promise<void>

  private constructor(socket: Socket) {
    this.socket = socket
    socket.setEncoding('utf8').on('data', (text: string) => {
      this.#received += text
    })
    socket.on('error', () => {})
    this.ended = new Promise((resolve) => {
      socket.once('close', () => resolve())
    })
  }

  static async connect(
    baseUrl: string,
    options: { allowHalfOpen?: boolean } = {},
  ): Promise<RawClient> {
    const { hostname, port } = new URL(baseUrl)
    const socket = connect({ host: hostname, port: Number(port), ...options })
    await once(socket, 'connect')
    return new RawClient(socket)
  }

  get received(): string {
    return this.#received
  }

  send(text: string): void {
    this.socket.write(text)
  }

  [Symbol.dispose](): void {
    this.socket.destroy()
  }
}

/** A request as text; a body that is shorter than `contentLength` is a body half sent. */
export function rawPayment(key: string, body: string, contentLength = body.length): string {
  return [
    'POST /api/v1/payments HTTP/1.1',
    'host: localhost',
    'authorization: Bearer test-token',
    'x-tenant-id: interbank',
    'content-type: application/json',
    `idempotency-key: ${key}`,
    `content-length: ${contentLength}`,
    '',
    body,
  ].join('\r\n')
}
