-- 0054 counted up to the last event that is in the totals, and nothing for a tenant whose last event retention had
-- removed by then. What is not in the totals yet is always kept: counted is what was taken before the first of those.
with applied as (
  select applied.tenant, coalesce(min(outbox.created_at), 'infinity') as counted_before
  from payment_day_applied as applied
  left join outbox on outbox.lane = 'payments' and outbox.message_key = applied.tenant
    and outbox.id > applied.outbox_id
  group by 1
)
insert into clearing_violation_day as known (tenant, day, bank, payments)
select violation.tenant, (violation.taken_at at time zone 'UTC')::date, violation.bank, count(*)
from clearing_violation as violation join applied using (tenant)
where violation.taken_at < applied.counted_before
group by 1, 2, 3
on conflict (tenant, day, bank) do update set payments = excluded.payments
where known.payments < excluded.payments;
