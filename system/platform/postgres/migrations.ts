import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import pg from 'pg'
import Postgrator from 'postgrator'

const folder = fileURLToPath(new URL('../../migrations', import.meta.url))
const fileName = /^(\d{4})-([a-z0-9-]+)\.sql$/
/** Any number, the same for everyone: two migrations at once wait for each other. */
const advisoryLock = 7_201_103

/** postgrator with this repository's file names: `0001-name.sql`, forward only. */
class Migrations extends Postgrator {
  /** Where the base class, whose types do not say so, looks for them. */
  migrations: Postgrator.Migration[] = []

  override async getMigrations(): Promise<Postgrator.Migration[]> {
    const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).toSorted()
    this.migrations = await Promise.all(
      names.map(async (name) => readMigration(join(folder, name))),
    )
    return this.migrations
  }
}

async function readMigration(path: string): Promise<Postgrator.Migration> {
  const match = fileName.exec(basename(path))
  if (match === null) {
    throw new Error(`migration ${basename(path)} is misnamed, expected 0001-some-name.sql`)
  }
  const sql = await readFile(path, 'utf8')
  return {
    version: Number(match[1]),
    action: 'do',
    filename: path,
    name: match[2] ?? '',
    md5: createHash('md5').update(sql).digest('hex'),
    getSql: () => sql,
  }
}

/**
 * Brings the database to the newest version, all or nothing, and says which migrations were
 * applied. A second call finds nothing to do; a file that was changed after it was applied is
 * refused.
 */
export async function migrate(databaseUrl: string): Promise<readonly string[]> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    await client.query('begin')
    await client.query('select pg_advisory_xact_lock($1)', [advisoryLock])
    const migrations = new Migrations({
      driver: 'pg',
      schemaTable: 'schema_version',
      execQuery: async (query) => client.query(query),
    })
    const applied = await migrations.migrate()
    await client.query('commit')
    return applied.map((migration) => basename(migration.filename))
  } finally {
    await client.end()
  }
}
