import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { type ConnectionHost, SimpleConnection } from './connection.ts'

/**
 * Takes over what is simple from Node's HTTP server: a request that has come in one piece, of a
 * route that answers in one, without anything that is rare. Node makes two streams for each
 * request, which costs more than the rest of its way. A connection whose next request is not like
 * that is given to Node's own server, with all that came, and stays there; so it is Node that
 * refuses, waits for what comes slowly, and knows the rest of HTTP.
 */
export interface SimpleRequests {
  /**
   * Closes connections that are between two requests at once, the others after their answer, and
   * whatever comes from now on.
   */
  close(): void
}

export interface SimpleRequestsOptions {
  /** Whether it is a route that answers in one piece. */
  readonly isTaken: (method: string, url: string) => boolean
  /** For the first bytes of a connection to come. */
  readonly firstBytesTimeoutMs: number
  readonly keepAliveTimeoutMs: number
  /** Between two looks for connections that took too long. */
  readonly checkIntervalMs: number
}

export function takeSimpleRequests(server: Server, options: SimpleRequestsOptions): SimpleRequests {
  const own = server.listeners('connection') as ((this: Server, socket: Socket) => void)[]
  const connections = new Set<SimpleConnection>()
  const host: ConnectionHost = {
    ...options,
    left: (connection) => connections.delete(connection),
    take(request, response) {
      // What Fastify looks at of the two, and nothing else, is there.
      const [asNodes, answer] = [request, response] as unknown as [IncomingMessage, ServerResponse]
      server.emit('request', asNodes, answer)
    },
    giveBack(socket, bytes) {
      for (const listener of own) listener.call(server, socket)
      if (bytes !== undefined) socket.unshift(bytes)
      socket.resume()
    },
    tooLate(socket) {
      const error = Object.assign(new Error('Request timeout'), {
        code: 'ERR_HTTP_REQUEST_TIMEOUT',
      })
      server.emit('clientError', error, socket)
    },
  }
  server.removeAllListeners('connection')
  let isClosing = false
  server.on('connection', (socket: Socket) => {
    // What still comes to a server that closes would never be told to go.
    if (isClosing) socket.destroy()
    else connections.add(new SimpleConnection(socket, host))
  })
  const check = setInterval(() => {
    const nowMs = performance.now()
    for (const connection of connections) connection.check(nowMs)
  }, options.checkIntervalMs).unref()
  return {
    close() {
      isClosing = true
      clearInterval(check)
      for (const connection of connections) connection.closeWhenIdle()
    },
  }
}
