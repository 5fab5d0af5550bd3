import { collectDefaultMetrics, Registry } from 'prom-client'
import { createHttpMetrics } from './http-metrics.ts'
import type { HttpMetrics } from './http-metrics.ts'
import { countOpenFiles } from './open-files.ts'
import { sampleGauge } from './sampled.ts'

/**
 * Prometheus metrics. Names end in their unit; whoever measures a thing registers its metric here,
 * beside the thing. The default set brings event loop delay, garbage collection, heap and CPU.
 */
export interface Telemetry {
  readonly registry: Registry
  readonly http: HttpMetrics
}

/** The default set has one that is dear. */
const openFiles = { name: 'process_open_fds', help: 'Number of open file descriptors' }

export function createTelemetry(): Telemetry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  registry.removeSingleMetric(openFiles.name)
  sampleGauge(registry, openFiles, countOpenFiles)
  return { registry, http: createHttpMetrics(registry) }
}
