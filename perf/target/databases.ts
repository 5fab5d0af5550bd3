import { Client, escapeIdentifier } from 'pg'
import { KnownFailure } from '../errors.ts'

const connectTimeoutMs = 10_000

/**
 * Templates and clones. Every measured process starts from the same data: an arm migrates and seeds
 * once into a template, and each generation gets a clone of it.
 */
export async function connectAdmin(adminUrl: string): Promise<Client> {
  const client = new Client({
    connectionString: adminUrl,
    application_name: 'plumbline',
    connectionTimeoutMillis: connectTimeoutMs,
  })
  client.on('error', () => {
    // A server that dies breaks the next query, which says so where it can be acted on.
  })
  try {
    await client.connect()
  } catch (cause) {
    throw new KnownFailure('service', 'postgres did not accept the pipeline as a client', { cause })
  }
  return client
}

/** Runs `work` on a connection of its own, which is closed whatever comes of it. */
export async function withConnection<T>(
  url: string,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = await connectAdmin(url)
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** The admin URL with another database. */
export function databaseUrl(adminUrl: string, name: string): string {
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  return url.toString()
}

export async function createDatabase(admin: Client, name: string): Promise<void> {
  await admin.query(`create database ${escapeIdentifier(name)}`)
}

export async function dropDatabase(admin: Client, name: string): Promise<void> {
  await admin.query(`drop database if exists ${escapeIdentifier(name)} with (force)`)
}

export async function cloneDatabase(admin: Client, template: string, name: string): Promise<void> {
  const [from, to] = [escapeIdentifier(template), escapeIdentifier(name)]
  await admin.query(`create database ${to} template ${from} strategy wal_log`)
}

/**
 * Same maintenance state for every clone: analysed, and from then on left alone by autovacuum,
 * which otherwise lands in one arm and not in the other (that alone made equal arms differ by 40
 * %).
 */
export async function freezeMaintenance(adminUrl: string, name: string): Promise<void> {
  await withConnection(databaseUrl(adminUrl, name), async (client) => {
    await client.query('vacuum (analyze)')
    const tables = await client.query<{ name: string }>(
      // Relations of kind "r" only: a partitioned parent ("p") has no storage and takes no such
      // parameter.
      `select format('%I.%I', space.nspname, class.relname) as name
         from pg_class class join pg_namespace space on space.oid = class.relnamespace
        where class.relkind = 'r' and space.nspname not in ('pg_catalog', 'information_schema')`,
    )
    for (const table of tables.rows) {
      await client.query(`alter table ${table.name} set (autovacuum_enabled = false)`)
    }
  })
}
