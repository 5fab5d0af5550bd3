import { readConfig } from '../config.ts'
import { createLog } from '../platform/log.ts'
import { createDatabase } from '../platform/postgres/database.ts'
import { seeds } from '../seeds.ts'

const seedStatementTimeoutMs = 60_000

export async function seed(): Promise<void> {
  const config = readConfig()
  const database = createDatabase({
    url: config.databaseUrl,
    poolMax: 2,
    statementTimeoutMs: seedStatementTimeoutMs,
    applicationName: config.namespace,
    log: createLog(config.logLevel),
  })
  try {
    for (const run of seeds) {
      await run(database)
    }
  } finally {
    await database.close()
  }
}
