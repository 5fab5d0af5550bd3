import { metricIds } from '../result/metric-id.ts'
import type { Verdict } from '../result/document.ts'
import { metricPolicy } from '../verdict/policy.ts'
import type { MetricPlan } from './fixture-builders.ts'

export const equivalent = (upperBound: number): Verdict => ({ kind: 'equivalent', upperBound })

type OwnPlan = Pick<MetricPlan, 'level' | 'noise' | 'verdict'> & Partial<MetricPlan>

/** What the policy in force says of a metric, with what is made up for the example. */
export function planOf(metric: string, own: OwnPlan): MetricPlan {
  const { id, title, unit, better, role, smallestEffect, margin } = metricPolicy(metric)
  return { id, title, unit, better, role, smallestEffect, margin, ...own }
}

/** The metrics of the example payments scenario, on a calm day. */
export const paymentsMetrics: readonly MetricPlan[] = [
  planOf(metricIds.cpuSystem, { level: 36.2, noise: 0.034, verdict: equivalent(0.024) }),
  planOf(metricIds.cpuPostgres, { level: 41.5, noise: 0.031, verdict: equivalent(0.021) }),
  planOf(metricIds.throughput, { level: 7480, noise: 0.022, verdict: equivalent(0.017) }),
  planOf(metricIds.latencyP50, { level: 4.12, noise: 0.025, verdict: equivalent(0.019) }),
  planOf(metricIds.latencyP95, {
    level: 8.74,
    noise: 0.061,
    verdict: { kind: 'inconclusive', detectableEffect: 0.082 },
  }),
  planOf(metricIds.latencyP99, {
    level: 13.3,
    noise: 0.11,
    verdict: { kind: 'inconclusive', detectableEffect: 0.14 },
    stored: null,
  }),
  planOf(metricIds.rssPeak, {
    level: 138e6,
    noise: 0.02,
    verdict: equivalent(0.015),
    stored: null,
  }),
]
