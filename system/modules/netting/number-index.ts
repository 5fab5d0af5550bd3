import type { Logger } from 'pino'
import type { Database } from '../../platform/postgres/database.ts'
import * as statements from './statements.ts'

export interface IndexTools {
  readonly database: Database
  readonly log: Logger
}

/** Below Postgres' deadlock_timeout, at which a vacuum gives way to whoever waits for it. */
const vacuumWaitMs = 200

/**
 * Lets the next ranges of settlement numbers be found without a look at what was settled before.
 * What is left out, because a vacuum has the table or time is over, waits for a later call.
 */
export async function indexNumbers({ database, log }: IndexTools): Promise<void> {
  try {
    await database.transaction(async (on) => {
      await on.query(statements.waitForVacuum, [`${vacuumWaitMs}ms`])
      await on.query(statements.indexNumbers)
    })
  } catch (error) {
    log.debug({ err: error }, 'settlement numbers not indexed yet')
  }
}
