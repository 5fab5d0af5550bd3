import type { Platform, SystemModule } from '../../platform/module.ts'
import { createReconciliationJob } from './background.ts'
import type { ReconciliationNeeds } from './needs.ts'
import { registerReconciliationRoutes } from './routes.ts'
import { createReconciliationService } from './service.ts'

/**
 * Matches one bank deposit with the invoices it pays. All or nothing, first due first paid, at most
 * 5,000 invoices; who runs the jobs and who carries the events is the platform's business.
 */
export function createReconciliationModule(
  { config, database }: Pick<Platform, 'config' | 'database'>,
  { jobs, hub }: ReconciliationNeeds,
): SystemModule {
  const kind = createReconciliationJob(database, hub, config.reconciliation.batchSize)
  const service = createReconciliationService(database, jobs, kind, config.reconciliation)
  jobs.define(kind)
  return {
    name: 'reconciliation',
    register(api) {
      registerReconciliationRoutes(api, service, database)
    },
    async start() {},
    async stop() {},
    // Whatever is queued or running is counted by the job platform.
    quiescent: async () => ({ idle: true, numbers: {} }),
  }
}
