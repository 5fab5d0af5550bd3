import { Counter, Gauge } from 'prom-client'
import type { Registry } from 'prom-client'
import type { Delivery } from './client.ts'

export interface HubMetrics {
  readonly count: (delivery: Delivery) => void
}

export function createHubMetrics(registry: Registry, size: () => number): HubMetrics {
  const connections = new Gauge({
    name: 'websocket_connections',
    help: 'Open connections of this process',
    registers: [registry],
    collect() {
      connections.set(size())
    },
  })
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
