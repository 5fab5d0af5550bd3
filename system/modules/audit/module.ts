import type { Platform, SystemModule } from '../../platform/module.ts'
import type { AuditEntry } from './entry.ts'
import { AuditLog } from './log.ts'
import { registerAudit } from './routes.ts'
import type { Queryable } from '../../platform/postgres/database.ts'

export interface AuditModule extends SystemModule {
  /** For other modules: part of their own transaction. */
  append(on: Queryable, entry: AuditEntry): Promise<void>
}

/** Days are made long before they come; this often is enough. */
const keepDaysIntervalMs = 3_600_000
/** After they could not be made. */
const retryDaysMs = 5_000

/**
 * Who did what, in partitions by day: batches of payments as they were recorded, and what other
 * modules append. The log follows the outbox at a distance; it is brought up to date before the
 * system calls itself quiescent.
 */
export function createAuditModule({
  config,
  database,
  clock,
  log,
}: Pick<Platform, 'config' | 'database' | 'clock' | 'log'>): AuditModule {
  const audit = new AuditLog(database, config.audit, clock.nowMs)
  let gatherTimer: NodeJS.Timeout | undefined
  let daysTimer: NodeJS.Timeout | undefined
  let stopped = false
  let gathering: Promise<void> | undefined
  const gather = async (): Promise<void> => {
    gathering ??= audit.gather().finally(() => {
      gathering = undefined
    })
    return gathering
  }
  const report = (error: unknown): void => {
    log.warn({ err: error }, 'audit log not brought up to date, trying again')
  }
  /** Never rejects. */
  const keepDays = async (): Promise<void> => {
    let nextMs = keepDaysIntervalMs
    try {
      await audit.keepDays()
    } catch (error) {
      report(error)
      nextMs = retryDaysMs
    }
    if (!stopped) {
      daysTimer = setTimeout(() => void keepDays(), nextMs)
    }
  }
  return {
    name: 'audit',
    append: async (on, entry) => audit.append(on, entry),
    register(api) {
      registerAudit(api, database, clock.nowMs)
    },
    async start() {
      // Before anything can happen that is told: its day has to be there.
      await keepDays()
      gatherTimer = setInterval(() => void gather().catch(report), config.audit.gatherIntervalMs)
    },
    async stop() {
      stopped = true
      clearInterval(gatherTimer)
      clearTimeout(daysTimer)
      await gather().catch(() => undefined)
    },
    async quiescent() {
      // One that is under way may have read the outbox before the last batch was committed.
      await gathering?.catch(() => undefined)
      await gather()
      return { idle: true, numbers: {} }
    },
  }
}
