import type { Client } from 'pg'

/**
 * What Postgres did for one normalised statement of one database since it first met it. Its text is
 * what it is known by: Postgres may hold one text under several ids, e.g. of parameters of
 * different types.
 */
export interface StatementCounters {
  /** Normalised by Postgres: constants are parameters, white space folded here. */
  readonly text: string
  readonly calls: number
  readonly rows: number
  /** Shared blocks touched: hit and read together, because which of the two it was is chance. */
  readonly blocks: number
  readonly walRecords: number
  readonly walBytes: number
}

/** Statements of one database. Needs `pg_stat_statements` in the maintenance database. */
export async function readStatements(
  admin: Client,
  database: string,
): Promise<readonly StatementCounters[]> {
  const answer = await admin.query<Record<keyof StatementCounters, string>>(
    `select regexp_replace(s.query, '\\s+', ' ', 'g') as text,
            sum(s.calls) as calls, sum(s.rows) as rows,
            sum(s.shared_blks_hit + s.shared_blks_read) as blocks,
            sum(s.wal_records) as "walRecords", sum(s.wal_bytes) as "walBytes"
       from pg_stat_statements s join pg_database d on d.oid = s.dbid
      where d.datname = $1
      group by 1`,
    [database],
  )
  return answer.rows.map((row) => ({
    text: row.text,
    calls: Number(row.calls),
    rows: Number(row.rows),
    blocks: Number(row.blocks),
    walRecords: Number(row.walRecords),
    walBytes: Number(row.walBytes),
  }))
}

/**
 * What was done between two readings. Nothing is reset: an entry that is made anew by a statement
 * that was prepared before keeps the constants in its text, and would not be recognised.
 */
export function statementsBetween(
  before: readonly StatementCounters[],
  after: readonly StatementCounters[],
): StatementCounters[] {
  const earlier = new Map(before.map((statement) => [statement.text, statement]))
  return after
    .map((now) => minus(now, earlier.get(now.text)))
    .filter((statement) => statement.calls > 0)
}

function minus(now: StatementCounters, then: StatementCounters | undefined): StatementCounters {
  if (then === undefined) return now
  return {
    ...now,
    calls: now.calls - then.calls,
    rows: now.rows - then.rows,
    blocks: now.blocks - then.blocks,
    walRecords: now.walRecords - then.walRecords,
    walBytes: now.walBytes - then.walBytes,
  }
}
