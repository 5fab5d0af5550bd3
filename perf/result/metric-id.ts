/**
 * Metric ids that measuring writes and the policy knows. They stand in every result and baseline,
 * so none is ever renamed; a scenario may report others, which inform.
 */
export const metricIds = {
  throughput: 'throughputPerSecond',
  cpuSystem: 'cpuUsPerOpSystem',
  cpuPostgres: 'cpuUsPerOpPostgres',
  latencyP50: 'latencyMsP50',
  latencyP95: 'latencyMsP95',
  latencyP95Overall: 'latencyMsP95Overall',
  latencyP99: 'latencyMsP99',
  rssPeak: 'rssBytesPeak',
  batchSize: 'batchSizeMean',
  duration: 'durationMs',
  spin: 'spinMs',
  /** Of the system, per request to the control. */
  cpuControl: 'cpuUsPerOp',
} as const
export type MetricId = (typeof metricIds)[keyof typeof metricIds]

/** Together they are what an operation costs. */
export function isCost(id: string): boolean {
  return id === metricIds.cpuSystem || id === metricIds.cpuPostgres
}
