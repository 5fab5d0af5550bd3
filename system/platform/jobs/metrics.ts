import { Histogram } from 'prom-client'
import type { Registry } from 'prom-client'
import { sampleGauge } from '../telemetry/sampled.ts'
import type { Attempt } from './execution.ts'
import type { QueueLength } from './rows.ts'

export interface JobMetrics {
  observe(kind: string, attempt: Attempt, elapsedMs: number): void
}

export function createJobMetrics(
  registry: Registry,
  count: () => Promise<QueueLength>,
): JobMetrics {
  const duration = new Histogram({
    name: 'job_attempt_duration_seconds',
    help: 'Time from claiming a job to its outcome',
    labelNames: ['kind', 'outcome'] as const,
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30, 120, 600, 3_600],
    registers: [registry],
  })
  sampleGauge(
    registry,
    {
      name: 'job_queue_length',
      help: 'Jobs waiting (also for a retry) and running, in the whole system',
      label: 'status',
    },
    async () => {
      const { queued, running } = await count()
      return { queued, running }
    },
  )
  return {
    observe(kind, outcome, elapsedMs) {
      duration.observe({ kind, outcome }, elapsedMs / 1_000)
    },
  }
}
