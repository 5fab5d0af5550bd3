-- What must hold of the figures that are shown, whenever nothing is running. Each query returns its
-- violations, so it must be empty.

-- invariant: reporting.totals-match | the totals of days are what the payments add up to, no more and no less
select coalesce(total.tenant, recorded.tenant) as tenant, coalesce(total.day, recorded.day) as day,
  coalesce(total.status, recorded.status) as status, total.payments, recorded.payments as recorded,
  total.amount_minor, recorded.amount_minor as recorded_minor
from (
  select tenant, day, debtor_bank, creditor_bank, currency, status, payments, amount_minor
  from payment_day_total where payments <> 0 or amount_minor <> 0
) as total full join (
  select payment.tenant, (payment.created_at at time zone 'UTC')::date as day,
    debtor.bank as debtor_bank, creditor.bank as creditor_bank, payment.currency,
    payment.status, count(*) as payments, sum(payment.amount_minor) as amount_minor
  from payment join account as debtor on debtor.id = payment.debtor_id
  join account as creditor on creditor.id = payment.creditor_id
  where payment.kind = 'payment' group by 1, 2, 3, 4, 5, 6
) as recorded using (tenant, day, debtor_bank, creditor_bank, currency, status)
where total.payments is distinct from recorded.payments
  or total.amount_minor is distinct from recorded.amount_minor;

-- invariant: reporting.violations-match | the violations of windows of days are what the payments add up to, by SQL's own rules of windows
with taken as (
  select payment.tenant, payment.created_at, debtor.bank as debtor_bank, creditor.bank as creditor_bank,
    count(*) as payments
  from payment join account as debtor on debtor.id = payment.debtor_id
  join account as creditor on creditor.id = payment.creditor_id
  where payment.release_at is not null and payment.review_reasons is null group by 1, 2, 3, 4
), side as (
  select tenant, created_at, bank, payments
  from taken cross join lateral (select debtor_bank union select creditor_bank) as either (bank)
), closed as (
  select bank, created_at from (select distinct bank, created_at from side) as asked
  where not is_bank_in_clearing_window(bank, created_at)
)
select coalesce(total.tenant, recorded.tenant) as tenant, coalesce(total.day, recorded.day) as day,
  coalesce(total.bank, recorded.bank) as bank, total.payments, recorded.payments as recorded
from clearing_violation_day as total full join (
  select side.tenant, (side.created_at at time zone 'UTC')::date as day, side.bank,
    sum(side.payments)::bigint as payments
  from side join closed using (bank, created_at) group by 1, 2, 3
) as recorded using (tenant, day, bank)
where total.payments is distinct from recorded.payments;

-- invariant: reporting.totals-applied | every outbox row of payments is in the totals
select outbox.id, outbox.message_key
from outbox left join payment_day_applied as applied on applied.tenant = outbox.message_key
where outbox.lane = 'payments' and outbox.id > coalesce(applied.outbox_id, 0);
