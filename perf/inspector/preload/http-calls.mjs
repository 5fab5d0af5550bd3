import { subscribe } from 'node:diagnostics_channel'
import { routeOf } from './route.mjs'

/**
 * Calls that the process makes to others, by method, host and route: those of `node:http` and those
 * of undici, which fetch is made of. The port is left out, because two arms on one machine cannot
 * share one.
 */
export function countHttpCalls(counts) {
  const add = (method, host, path) => {
    const name = `${method} ${host}${routeOf(path)}`
    counts[name] = (counts[name] ?? 0) + 1
  }
  subscribe('http.client.request.start', ({ request }) => {
    add(request.method, request.host, request.path)
  })
  subscribe('undici:request:create', ({ request }) => {
    add(request.method, new URL(request.origin).hostname, request.path)
  })
}
