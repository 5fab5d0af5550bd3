import type { JobsPlatform } from '../../platform/jobs/jobs.ts'
import type { WebSocketHub } from '../../platform/websocket/hub.ts'

/** What reconciliation requires of others; `app.ts` passes it in. */
export interface ReconciliationNeeds {
  readonly jobs: Pick<JobsPlatform, 'define' | 'enqueue'>
  readonly hub: Pick<WebSocketHub, 'publish'>
}
