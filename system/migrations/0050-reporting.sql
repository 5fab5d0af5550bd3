-- Payments by UTC day, way and state, added up as they happen, so that figures over days cost a few hundred
-- rows to read however many payments there were. Fed by the events of payments, each of them once.
create table payment_day_total (
  tenant text not null,
  -- Of the payment's making, whatever became of it later.
  day date not null,
  -- BIC.
  debtor_bank text not null,
  creditor_bank text not null,
  currency text not null,
  -- That the payments are in now: one that leaves it is counted where it goes.
  status text not null,
  payments bigint not null,
  amount_minor bigint not null,
  -- In cents of a dollar, of those whose equivalent is known.
  usd_minor bigint not null,
  primary key (tenant, day, debtor_bank, creditor_bank, currency, status)
) with (fillfactor = 50);

-- What is held now, found without a look at all days. Their figures are in no index, so that they change in place.
create index payment_day_total_held on payment_day_total (tenant, status)
  where status in ('queued', 'in-review');

-- The last outbox row of a tenant that is in the totals. What has one tenant comes in order.
create table payment_day_applied (
  tenant text primary key,
  outbox_id bigint not null
) with (fillfactor = 50);
