-- What must hold of the audit log whenever nothing is running. Each query returns its violations, so it must
-- be empty.

-- invariant: audit.every-row-has-its-day | the partition for rows without a day of their own is empty
select at, id, tenant, action from audit_log_default;

-- invariant: audit.batches-told-once | every batch of payments that is still kept, and whose day is, has one line, with its time and number of payments
with kept as (
  select greatest(all_kept_since('outbox'),
    min(to_date(right(relname, 8), 'YYYYMMDD'))::timestamp at time zone 'UTC') as since
  from pg_class where relname ~ '^audit_log_\d{8}$'
)
select coalesce(batch.id::text, told.subject) as batch, batch.n, told.payments, told.times
from (
  select * from outbox where lane = 'payments' and created_at >= (select since from kept)
) as batch
full join (
  select subject, min(tenant) as tenant, min(at) as at, min((details ->> 'payments')::bigint) as payments,
    count(*) as times
  from audit_log where action = 'payments-recorded' and at >= all_kept_since('outbox') group by subject
) as told on told.subject = batch.id::text
where told.times is distinct from 1 or told.tenant is distinct from batch.message_key
  or told.at is distinct from batch.created_at or told.payments is distinct from batch.n::bigint;

-- invariant: audit.gathered-through | the log has been brought up to the outbox's last row
select outbox.id from outbox left join audit_gathered on audit_gathered.lane = outbox.lane
where outbox.lane = 'payments' and outbox.id > coalesce(audit_gathered.through_id, 0);

-- invariant: audit.decisions-told-once | every review and every rebalance that is still kept, and whose day is, has one line
with kept as (
  select min(to_date(right(relname, 8), 'YYYYMMDD'))::timestamp at time zone 'UTC' as since
  from pg_class where relname ~ '^audit_log_\d{8}$'
), decided as (
  select 'review-decided' as action, tenant, id::text as what, reviewed_at as at
  from payment where review_decision is not null
  union all
  select 'pool-rebalanced', tenant, id::text, decided_at
  from liquidity_movement
  where is_rebalance and status = 'done' and decided_at >= all_kept_since('liquidity_movement')
), told as (
  select action, tenant, coalesce(details ->> 'movement', subject) as what, count(*) as times
  from audit_log
  where action = 'review-decided'
    or action = 'pool-rebalanced' and at >= all_kept_since('liquidity_movement')
  group by 1, 2, 3
)
select coalesce(decided.action, told.action) as action, coalesce(decided.what, told.what) as what, told.times
from (select * from decided where at >= (select since from kept)) as decided
full join told using (action, tenant, what)
where decided.what is null or told.times is distinct from 1;
