import { subscribe } from 'node:diagnostics_channel'
import { routeOf } from './route.mjs'

/**
 * Bytes that each answer put on its connection, headers included, by route. One answer at a time
 * stands on a connection, so what the socket has written since the request came is the answer's.
 */
export function countResponseBytes(counts) {
  const writtenBefore = new WeakMap()
  subscribe('http.server.request.start', ({ request, socket }) => {
    writtenBefore.set(request, socket.bytesWritten)
  })
  subscribe('http.server.response.finish', ({ request, socket }) => {
    const before = writtenBefore.get(request)
    if (before === undefined) return
    const route = `${request.method} ${routeOf(request.url)}`
    counts[route] = (counts[route] ?? 0) + socket.bytesWritten - before
  })
}
