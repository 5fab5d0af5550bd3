import { Counter } from 'prom-client'
import type { Registry } from 'prom-client'
import { sampleGauge } from '../telemetry/sampled.ts'
import type { Delivery } from './client.ts'

export interface HubMetrics {
  readonly count: (delivery: Delivery) => void
}

export function createHubMetrics(registry: Registry, size: () => number): HubMetrics {
  sampleGauge(
    registry,
    { name: 'websocket_connections', help: 'Open connections of this process' },
    size,
  )
  const events = new Counter({
    name: 'websocket_events_total',
    help: 'Events offered to connections, by what became of them',
    labelNames: ['delivery'] as const,
    registers: [registry],
  })
  return {
    count(delivery) {
      events.inc({ delivery })
    },
  }
}
