import { collectDefaultMetrics, Registry } from 'prom-client'
import { createHttpMetrics } from './http-metrics.ts'
import type { HttpMetrics } from './http-metrics.ts'

/**
 * Prometheus metrics. Names end in their unit; whoever measures a thing registers its metric here,
 * beside the thing. The default set brings event loop delay, garbage collection, heap and CPU.
 */
export interface Telemetry {
  readonly registry: Registry
  readonly http: HttpMetrics
}

export function createTelemetry(): Telemetry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  return { registry, http: createHttpMetrics(registry) }
}
