import type { Client } from 'pg'

/** A server older than this has no generic plans to show. */
const versionLeast = 160_000
const explainTimeoutMs = 2_000
const explained = /^\s*(?:with|select|insert|update|delete|merge|values)\b/i

/**
 * Plans of statements as `pg_stat_statements` has them, by their text, without costs: the shape
 * alone. `generic_plan` takes `$1` as it stands, so that no value has to be made up, and executes
 * nothing; it is the same on every provider, which `auto_explain` and the server's log are not.
 * What cannot be explained is left out. `client` is connected to the arm's own database.
 */
export async function explainStatements(
  client: Client,
  texts: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const plans = new Map<string, string>()
  const version = await client.query<{ server_version_num: string }>('show server_version_num')
  if (Number(version.rows[0]?.server_version_num) < versionLeast) return plans
  await client.query(`set statement_timeout = ${explainTimeoutMs}`)
  for (const text of texts.filter((candidate) => explained.test(candidate))) {
    try {
      const answer = await client.query<{ 'QUERY PLAN': string }>(
        `explain (generic_plan, costs off) ${text}`,
      )
      plans.set(text, answer.rows.map((row) => row['QUERY PLAN']).join('\n'))
    } catch {
      // A parameter whose type its place does not tell: then there is no plan to compare.
    }
  }
  return plans
}
