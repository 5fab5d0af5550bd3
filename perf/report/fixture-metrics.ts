import type { Verdict } from '../result/document.ts'
import type { MetricPlan } from './fixture-builders.ts'

/** The metrics of the example payments scenario, on a calm day. */
export const equivalent = (upperBound: number): Verdict => ({ kind: 'equivalent', upperBound })
export const gate = { role: 'gate', better: 'lower', smallestEffect: 0.03 } as const

export const paymentsMetrics: readonly MetricPlan[] = [
  {
    id: 'cpuUsPerOpSystem',
    title: 'CPU per operation, system',
    unit: 'us',
    ...gate,
    level: 36.2,
    noise: 0.034,
    verdict: equivalent(0.024),
  },
  {
    id: 'cpuUsPerOpPostgres',
    title: 'CPU per operation, Postgres',
    unit: 'us',
    ...gate,
    level: 41.5,
    noise: 0.031,
    verdict: equivalent(0.021),
  },
  {
    id: 'throughputPerSecond',
    title: 'Throughput',
    unit: '1/s',
    ...gate,
    better: 'higher',
    level: 7480,
    noise: 0.022,
    verdict: equivalent(0.017),
  },
  {
    id: 'latencyMsP50',
    title: 'Latency p50',
    unit: 'ms',
    ...gate,
    level: 4.12,
    noise: 0.025,
    verdict: equivalent(0.019),
  },
  {
    id: 'latencyMsP95',
    title: 'Latency p95',
    unit: 'ms',
    ...gate,
    smallestEffect: 0.05,
    level: 8.74,
    noise: 0.061,
    verdict: { kind: 'inconclusive', detectableEffect: 0.082 },
  },
  {
    id: 'latencyMsP99',
    title: 'Latency p99',
    unit: 'ms',
    ...gate,
    role: 'inform',
    smallestEffect: 0.1,
    level: 13.3,
    noise: 0.11,
    verdict: { kind: 'inconclusive', detectableEffect: 0.14 },
    stored: null,
  },
  {
    id: 'rssBytesPeak',
    title: 'Peak memory, system',
    unit: 'bytes',
    ...gate,
    role: 'inform',
    smallestEffect: 0.1,
    level: 138e6,
    noise: 0.02,
    verdict: equivalent(0.015),
    stored: null,
  },
]
