import type { Latencies } from '../../load/load.ts'
import type { MetricDescription } from '../../result/recording.ts'
import { undisturbedLatency } from './summaries.ts'

/** A p99 of a few hundred requests is their fourth largest, and is left out. */
const quantiles = ['p50', 'p95'] as const

const idOf = (quantile: (typeof quantiles)[number], step: string) =>
  `latencyMs${quantile.toUpperCase()}.${step}`

/**
 * Latency of each step of a journey by itself, in the slices that were disturbed least. What gates
 * is the latency of whole journeys; this says which endpoint moved. In ms, by metric id; a step
 * that was never answered has none.
 */
export function latenciesByStep(
  steps: Readonly<Record<string, readonly Latencies[]>>,
): Record<string, number> {
  return Object.fromEntries(
    Object.entries(steps).flatMap(([step, results]) => {
      if (results.every(({ count }) => count === 0)) return []
      const latency = undisturbedLatency(`step ${step}`, results)
      return quantiles.map((of) => [idOf(of, step), latency[of]])
    }),
  )
}

/** What the ids mean, for the reader of a recording. */
export function describeSteps(
  steps: readonly { readonly name: string }[],
): Record<string, MetricDescription> {
  return Object.fromEntries(
    steps.flatMap(({ name }) =>
      quantiles.map((of) => [
        idOf(of, name),
        { title: `Latency ${of}, step ${name}`, unit: 'ms', better: 'lower' },
      ]),
    ),
  )
}
