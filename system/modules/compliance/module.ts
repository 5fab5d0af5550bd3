import type { Platform, SystemModule } from '../../platform/module.ts'
import { AlertWriter } from './alerts.ts'
import { HeatMap } from './heat-map.ts'
import type { ComplianceNeeds } from './needs.ts'
import { registerComplianceRoutes } from './routes.ts'
import { createReviewRules } from './rules.ts'
import type { ReviewRules } from './rules.ts'
import { ListReader } from './sanctions-list.ts'

export interface ComplianceModule extends SystemModule {
  /** For the lane of payments, which holds what they name a reason for, and says when it has. */
  readonly rules: Pick<ReviewRules, 'review' | 'approved'> & Pick<AlertWriter, 'held' | 'doubt'>
}

/** Its statement's end reaches the server's other connections within that, however it ended. */
const endSeenWithinMs = 3_000

/**
 * Says which payments somebody has to look at first, and shows what was held. What it means to be
 * held, and what becomes of a payment then, is the business of payments.
 */
export function createComplianceModule(
  platform: Pick<Platform, 'clock' | 'config' | 'database' | 'log'>,
  needs: ComplianceNeeds,
): ComplianceModule {
  const { clock, config, database, log } = platform
  const rules = createReviewRules(config.compliance)
  const { nowMs } = clock
  const statementEndsWithinMs = config.statementTimeoutMs + endSeenWithinMs
  const alerts = new AlertWriter({
    database,
    nowMs,
    log,
    raise: needs.raise,
    statementEndsWithinMs,
  })
  const heatMap = new HeatMap(database, nowMs)
  const list = new ListReader({
    database,
    log,
    intervalMs: config.compliance.listRereadIntervalMs,
    use: rules.screenBy,
  })
  return {
    name: 'compliance',
    rules: {
      review: rules.review,
      approved: rules.approved,
      held: () => alerts.held(),
      doubt: () => alerts.doubt(),
    },
    register(api) {
      registerComplianceRoutes(api, database, heatMap)
    },
    async start() {
      await list.start()
      await alerts.look()
    },
    async stop() {
      list.stop()
      await alerts.stop()
    },
    quiescent: async () => ({ idle: !alerts.due, numbers: { alertsDue: Number(alerts.due) } }),
  }
}
