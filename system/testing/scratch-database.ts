import { randomBytes } from 'node:crypto'
import { pino } from 'pino'
import { inject } from 'vitest'
import { createDatabase } from '../platform/postgres/database.ts'
import type { Database } from '../platform/postgres/database.ts'
import { administer } from './administer.ts'
import { copyOf } from './database-templates.ts'

/** A migrated database of its own for one test file. */
export interface ScratchDatabase extends AsyncDisposable {
  readonly url: string
  readonly database: Database
}

export async function createScratchDatabase(): Promise<ScratchDatabase> {
  const { postgresAdminUrl, templates } = inject('services')
  const name = `test_${randomBytes(6).toString('hex')}`
  await administer(postgresAdminUrl, copyOf(templates.migrated, name))
  const address = new URL(postgresAdminUrl)
  address.pathname = `/${name}`
  const url = address.href
  const database = createDatabase({
    url,
    poolMax: 5,
    statementTimeoutMs: 30_000,
    applicationName: 'test',
    log: pino({ level: 'silent' }),
  })
  return {
    url,
    database,
    async [Symbol.asyncDispose]() {
      await database.close()
      await administer(postgresAdminUrl, `drop database ${name} with (force)`)
    },
  }
}
