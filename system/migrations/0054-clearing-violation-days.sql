-- Payments by UTC day and bank that did not clear when they were taken, so that they had to wait: added up with the
-- totals of days, from the same events and in the same commit, so that nobody counts payments to know it.
create table clearing_violation_day (
  tenant text not null,
  day date not null,
  -- BIC.
  bank text not null,
  payments bigint not null,
  primary key (tenant, day, bank)
) with (fillfactor = 50);

-- Those of payments whose events are in the totals already; the others come with theirs.
insert into clearing_violation_day (tenant, day, bank, payments)
select violation.tenant, (violation.taken_at at time zone 'UTC')::date, violation.bank, count(*)
from clearing_violation as violation
join payment_day_applied as applied on applied.tenant = violation.tenant
join outbox on outbox.id = applied.outbox_id
where violation.taken_at <= outbox.created_at
group by 1, 2, 3;
