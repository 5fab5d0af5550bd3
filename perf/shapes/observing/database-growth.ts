import type { Client } from 'pg'
import type { Reading } from './observer.ts'

/**
 * What the database keeps beyond its rows: a table that only grows by its rows has as many bytes
 * for each of them as before; one that is bloated has more.
 */
const sizes = `
  select coalesce(sum(pg_table_size(relid)), 0)::float8 as "tableBytes",
         coalesce(sum(pg_indexes_size(relid)), 0)::float8 as "indexBytes",
         coalesce(sum(n_live_tup), 0)::float8 as "liveRows",
         coalesce(sum(n_dead_tup), 0)::float8 as "deadRows"
    from pg_stat_user_tables`

/** Sessions of the system; the pipeline's own goes by its name. */
const sessions = `
  select count(*)::float8 as "connections",
         current_setting('max_connections')::float8 as "mostConnections"
    from pg_stat_activity
   where datname = current_database() and application_name <> 'plumbline'`

/** `client` is connected to the system's own database. */
export function databaseGrowth(client: Client): Reading {
  return async () => {
    const [size, session] = [await client.query(sizes), await client.query(sessions)]
    const told = { ...(size.rows[0] as Sizes), ...(session.rows[0] as Record<string, number>) }
    const rows = Math.max(1, told.liveRows)
    return {
      ...told,
      tableBytesPerRow: told.tableBytes / rows,
      indexBytesPerRow: told.indexBytes / rows,
      deadRowShare: told.deadRows / (rows + told.deadRows),
    }
  }
}

interface Sizes {
  readonly tableBytes: number
  readonly indexBytes: number
  readonly liveRows: number
  readonly deadRows: number
}
