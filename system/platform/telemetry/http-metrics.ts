import { Histogram } from 'prom-client'
import type { Registry } from 'prom-client'

export interface HttpMetrics {
  observe(method: string, route: string | undefined, status: number, elapsedMs: number): void
}

/** Route patterns, never paths: the number of series stays the number of routes. */
export function createHttpMetrics(registry: Registry): HttpMetrics {
  const duration = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from the request line to the last byte of the answer',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  })
  return {
    observe(method, route, status, elapsedMs) {
      duration.observe({ method, route: route ?? 'unmatched', status }, elapsedMs / 1_000)
    },
  }
}
