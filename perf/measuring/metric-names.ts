/** Metric ids that measuring writes and `verdict/policy.ts` knows. */
export const metricNames = {
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
  cpuControl: 'cpuUsPerOp',
} as const
