import type { Statement } from '../postgres/database.ts'
import type { PartitionsRule, RowsRule } from './rule.ts'

/** Where a walk begins: before every key. */
export const firstKeys = { bigint: '-1', uuid: '00000000-0000-0000-0000-000000000000' } as const

/**
 * What is removed is gone, so business time and the database's own clock have to agree that it is
 * old enough: a clock that jumped ahead removes nothing. $1 business time, $2 days.
 */
const spanColumns = `$1::timestamptz as business_now,
    least($1::timestamptz, now()) - make_interval(days => $2::integer) as first_kept,
    now() - make_interval(days => $2::integer) as first_kept_really`

// As subqueries, which are asked once: a join could cost the walk the order of its index.
const firstKept = '(select first_kept from span)'
const firstKeptReally = '(select first_kept_really from span)'

/**
 * Looks at the next page of rows and deletes those whose time is over and that nobody needs; one
 * commit, so whoever dies has done a page or nothing of it. In the same commit it tells the
 * invariants what may be missing from now on. One process at a time does it for a table; others see
 * no rows.
 *
 * `page.key` is the key itself; `key` alone would be its text, of which '9' is beyond '10'.
 *
 * $1 business time, $2 days, $3 the key to go on after, $4 rows.
 */
export function removePage(rule: RowsRule): Statement {
  const { table, key, at } = rule
  const done = rule.done({ firstKept, firstKeptReally })
  return {
    name: `retention.${table}`,
    text: `
with span as materialized (
  select ${spanColumns},
    pg_try_advisory_xact_lock(hashtextextended('retention:${table}', 0)) as mine
), page as materialized (
  select kept.ctid as place, kept.${key.column} as key, ${at} as at,
    coalesce(${at} < ${firstKept} and (${done}), false) as over
  from ${table} as kept
  where (select mine from span) and kept.${key.column} > $3::${key.type}
  order by kept.${key.column} limit $4
), last as (
  select key, at from page order by key desc limit 1
), told as (
  insert into retention_mark as mark (table_name, removed_before, removed_through)
  select '${table}', span.first_kept,
    (select page.key::text from page where over order by page.key desc limit 1)
  from span where exists (select from page where over)
  on conflict (table_name) do update set
    removed_before = greatest(mark.removed_before, excluded.removed_before),
    removed_through = greatest(
      mark.removed_through::${key.type}, excluded.removed_through::${key.type})::text
), removed as (
  delete from ${table} where ctid = any (array(select place from page where over)) returning 1
)
select (select count(*) from page) as seen, (select count(*) from removed) as removed,
  (select key::text from last) as "lastKey",
  coalesce((select at between span.first_kept and span.business_now from last), false) as "isRecent"
from span`,
  }
}

/** $1 business time, $2 days. */
export function dropPartitions({ table, drop }: PartitionsRule): Statement {
  return {
    name: `retention.${table}`,
    text: `
with span as (select ${spanColumns})
select ${drop(`(first_kept at time zone 'UTC')::date`)} as removed from span`,
  }
}
