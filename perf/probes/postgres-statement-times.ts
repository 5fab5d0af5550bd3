import type { Client } from 'pg'

export interface StatementTimes {
  readonly calls: number
  readonly rows: number
  readonly us: number
}

/** Executions of one database's statements since it first met them, by normalised text. */
export async function readStatementTimes(
  admin: Client,
  database: string,
): Promise<ReadonlyMap<string, StatementTimes>> {
  const answer = await admin.query<Record<'text' | keyof StatementTimes, string>>(
    `select regexp_replace(s.query, '\\s+', ' ', 'g') as text,
            sum(s.calls) as calls, sum(s.rows) as rows, sum(s.total_exec_time) * 1000 as us
       from pg_stat_statements s join pg_database d on d.oid = s.dbid
      where d.datname = $1
      group by 1`,
    [database],
  )
  return new Map(
    answer.rows.map(({ text, calls, rows, us }) => [
      text,
      { calls: Number(calls), rows: Number(rows), us: Number(us) },
    ]),
  )
}

/** Between two readings; what was not called is left out. */
export function timesBetween(
  before: ReadonlyMap<string, StatementTimes>,
  after: ReadonlyMap<string, StatementTimes>,
): ReadonlyMap<string, StatementTimes> {
  const between = new Map<string, StatementTimes>()
  for (const [text, now] of after) {
    const then = before.get(text) ?? { calls: 0, rows: 0, us: 0 }
    const calls = now.calls - then.calls
    if (calls > 0) between.set(text, { calls, rows: now.rows - then.rows, us: now.us - then.us })
  }
  return between
}
