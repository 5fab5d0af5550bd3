-- What must hold of the audit log whenever nothing is running. Each query returns its violations, so it must
-- be empty.

-- invariant: audit.every-row-has-its-day | the partition for rows without a day of their own is empty
select at, id, tenant, action from audit_log_default;

-- invariant: audit.batches-told-once | every batch of payments has one line in the log, with its time and number of payments
select coalesce(batch.id::text, told.subject) as batch, batch.n, told.payments, told.times
from (select * from outbox where lane = 'payments') as batch
full join (
  select subject, min(tenant) as tenant, min(at) as at, min((details ->> 'payments')::bigint) as payments,
    count(*) as times
  from audit_log where action = 'payments-recorded' group by subject
) as told on told.subject = batch.id::text
where told.times is distinct from 1 or told.tenant is distinct from batch.message_key
  or told.at is distinct from batch.created_at or told.payments is distinct from batch.n::bigint;

-- invariant: audit.gathered-through | the log has been brought up to the outbox's last row
select outbox.id from outbox left join audit_gathered on audit_gathered.lane = outbox.lane
where outbox.lane = 'payments' and outbox.id > coalesce(audit_gathered.through_id, 0);
