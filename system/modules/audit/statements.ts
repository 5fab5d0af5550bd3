import type { Statement } from '../../platform/postgres/database.ts'

export const addDays: Statement = {
  name: 'audit.add-days',
  text: `select audit_add_days($1::date, $2::date)`,
}

export const append: Statement = {
  name: 'audit.append',
  text: `insert into audit_log (at, tenant, actor, action, subject, details)
values ($1, $2, $3, $4, $5, $6::jsonb)`,
}

/** The days of what has not been gathered, first and last; null when there is nothing. */
export const daysToGather: Statement = {
  name: 'audit.days-to-gather',
  text: `select min(created_at at time zone 'UTC')::date::text as first,
  max(created_at at time zone 'UTC')::date::text as last
from outbox
where lane = $1 and id > coalesce((select through_id from audit_gathered where lane = $1), 0)`,
}

export const beginGathering: Statement = {
  name: 'audit.begin-gathering',
  text: `insert into audit_gathered (lane, through_id) values ($1, 0) on conflict do nothing`,
}

/**
 * Tells the next batches of the lane and remembers how far it came, in one commit: each is told
 * once, whoever dies. The watermark's row lock keeps two processes from telling the same.
 */
export const gather: Statement = {
  name: 'audit.gather',
  text: `
with seen as (
  select through_id from audit_gathered where lane = $1 for update
), batch as materialized (
  select id, created_at, message_key, n from outbox
  where lane = $1 and id > (select through_id from seen) order by id limit $2
), told as (
  insert into audit_log (at, tenant, actor, action, subject, details)
  select created_at, message_key, 'payments', 'payments-recorded', id::text,
    jsonb_build_object('payments', n)
  from batch
), moved as (
  update audit_gathered set through_id = (select max(id) from batch)
  where lane = $1 and exists (select from batch)
)
select count(*) as batches from batch`,
}

export const findEntries: Statement = {
  name: 'audit.find-entries',
  text: `select at, id, actor, action, subject, details from audit_log
where tenant = $1 and at >= $2 and at < $3 and ($4::text is null or action = $4)
order by at desc, id desc limit $5 offset $6`,
}
