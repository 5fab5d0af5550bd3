import type { Registry } from 'prom-client'
import { type Series, SeriesHistogram } from './series-histogram.ts'

export interface HttpMetrics {
  observe(method: string, route: string | undefined, status: number, elapsedMs: number): void
}

/** Route patterns, never paths: the number of series stays the number of routes. */
export function createHttpMetrics(registry: Registry): HttpMetrics {
  const duration = new SeriesHistogram(registry, {
    name: 'http_request_duration_seconds',
    help: 'Time from the request line to the last byte of the answer',
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
  })
  const byRoute = new Map<string, Map<string, Map<number, Series>>>()
  const begin = (method: string, route: string, status: number): Series => {
    const series = duration.series({ method, route, status })
    byRoute
      .getOrInsertComputed(route, () => new Map<string, Map<number, Series>>())
      .getOrInsertComputed(method, () => new Map<number, Series>())
      .set(status, series)
    return series
  }
  return {
    observe(method, route = 'unmatched', status, elapsedMs) {
      const known = byRoute.get(route)?.get(method)?.get(status)
      const series = known ?? begin(method, route, status)
      series.observe(elapsedMs / 1_000)
    },
  }
}
