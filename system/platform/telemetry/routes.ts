import type { App } from '../http/server.ts'
import type { Telemetry } from './telemetry.ts'

export function registerMetrics(app: App, telemetry: Telemetry): void {
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) => {
    void reply.type(telemetry.registry.contentType)
    return telemetry.registry.metrics()
  })
}
