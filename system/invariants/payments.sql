-- What must hold of accounts, payments, entries and events whenever nothing is running. Each query
-- returns its violations, so it must be empty. The hot tables have no foreign keys: this is where
-- references are checked.

-- invariant: payments.money-conserved | per tenant and currency, balances minus openings sum to zero
select tenant, currency, sum(balance_minor - opening_minor) as created_minor
from account group by tenant, currency having sum(balance_minor - opening_minor) <> 0;

-- invariant: payments.double-entry | every settled payment has one debit and one credit on its two accounts, and between two currencies the opposite of each on their pools
with booked as (
  select payment.id, payment.kind, payment.amount_minor, payment.credited_minor,
    payment.currency = creditor.currency as one_currency, count(entry.payment_id) as entries,
    sum(entry.amount_minor) filter (where entry.account_id = debtor_id) as debtor_minor,
    sum(entry.amount_minor) filter (where entry.account_id = creditor_id) as creditor_minor,
    sum(entry.amount_minor) filter (where side.number = 'POOL-' || payment.currency) as from_minor,
    sum(entry.amount_minor) filter (where side.number = 'POOL-' || creditor.currency) as to_minor
  from payment
  join account as creditor on creditor.id = payment.creditor_id
  left join entry on entry.payment_id = payment.id
  left join account as side on side.id = entry.account_id and side.tenant = payment.tenant
  where payment.status = 'settled'
  group by payment.tenant, payment.id, creditor.id
)
select id, amount_minor, credited_minor, entries, debtor_minor, creditor_minor, from_minor, to_minor
from booked
where case when one_currency or kind = 'transfer'
  then (entries, debtor_minor, creditor_minor)
    is distinct from (2::bigint, -amount_minor::numeric, amount_minor::numeric)
  else (entries, debtor_minor, creditor_minor, from_minor, to_minor)
    is distinct from (4::bigint, -amount_minor::numeric, credited_minor::numeric,
      amount_minor::numeric, -credited_minor::numeric)
  end;

-- invariant: payments.balance-explained | every account's balance is its opening plus its entries
select account.tenant, account.number, account.balance_minor, account.opening_minor, booked.total_minor
from account full join (
  select account_id, sum(amount_minor) as total_minor from entry group by account_id
) as booked on booked.account_id = account.id
where account.id is null
  or account.balance_minor is distinct from account.opening_minor + coalesce(booked.total_minor, 0);

-- invariant: payments.balance-above-floor | no account is below its floor
select tenant, number, balance_minor, floor_minor from account where balance_minor < floor_minor;

-- invariant: payments.no-entries-without-settlement | entries belong to settled payments; one that was rejected or is held moved nothing
select entry.payment_id, entry.account_id, entry.amount_minor, payment.status, payment.rejection
from entry left join payment on payment.id = entry.payment_id
where payment.id is null or payment.status <> 'settled';

-- invariant: payments.amounts-sane | amounts are positive, debtor and creditor differ, each keeps its currency and tenant, and a payment between two currencies says what the creditor gets
select payment.id, payment.amount_minor, payment.debtor_id, payment.creditor_id, payment.currency,
  payment.creditor_currency, payment.credited_minor
from payment
left join account as debtor on debtor.id = payment.debtor_id
left join account as creditor on creditor.id = payment.creditor_id
where payment.amount_minor <= 0 or payment.debtor_id = payment.creditor_id
  or (debtor.tenant, debtor.currency) is distinct from (payment.tenant, payment.currency)
  or (creditor.tenant, creditor.currency)
    is distinct from (payment.tenant, payment.creditor_currency)
  or (payment.currency = payment.creditor_currency) <> (payment.credited_minor is null)
  or payment.credited_minor <= 0 or payment.kind not in ('payment', 'transfer');

-- invariant: payments.no-floats | money is kept in integers: every amount column is a bigint
select table_name, column_name, data_type from information_schema.columns
where table_schema = 'public' and (column_name like '%\_minor' and data_type <> 'bigint'
  or data_type in ('real', 'double precision')
    and table_name in ('account', 'bank_day', 'payment', 'entry', 'outbox', 'outbox_watermark'));

-- invariant: payments.daily-limit-kept | no account paid more in a UTC day than its limit, and what is counted of each day is that day's payments
-- Days before the newest 31 on which anybody sent something are forgotten. A row of an older one
-- may stand until the next time: an account that slept since then wrote it when it went on.
with spent as (
  select debtor_id as account_id, (coalesce(released_at, created_at) at time zone 'UTC')::date as day,
    sum(amount_minor) as total_minor
  from payment where status = 'settled' and kind = 'payment' group by debtor_id, day
), counted as (
  select id as account_id, spent_on as day, spent_minor from account where spent_minor > 0
  union all
  select account_id, day, spent_minor from account_day
)
select account.tenant, account.number, day, spent.total_minor, account.daily_limit_minor,
  counted.spent_minor
from spent full join counted using (account_id, day) left join account on account.id = account_id
where account.id is null
  or spent.total_minor > account.daily_limit_minor
  or spent.total_minor is distinct from counted.spent_minor
    and (counted.spent_minor is not null or day >= account.spent_on
      or day >= coalesce(
        (select distinct day from account_day order by day desc offset 30 limit 1), '-infinity'));

-- invariant: payments.bank-limit-kept | no bank's accounts sent more in a UTC day than its limit in dollars, and the counter of each day is right
with sent as (
  select payment.tenant, debtor.bank,
    (coalesce(released_at, created_at) at time zone 'UTC')::date as day,
    sum(usd_minor) as usd_minor
  from payment join account as debtor on debtor.id = payment.debtor_id
  where status = 'settled' and kind = 'payment' and usd_minor is not null
  group by payment.tenant, debtor.bank, day
)
select tenant, bank, day, sent.usd_minor, bank_day.spent_usd_minor, bank_day.limit_usd_minor
from sent full join bank_day using (tenant, bank, day)
where bank_day.spent_usd_minor is distinct from sent.usd_minor
  or bank_day.spent_usd_minor > bank_day.limit_usd_minor;

-- invariant: payments.exchange-exact | what the creditor gets, what is left of it and the dollar equivalent follow from the rates of the payment's snapshot, to the unit
select payment.id, payment.fx_rate_id, payment.amount_minor, payment.credited_minor,
  payment.fx_remainder, payment.usd_minor, debit.usd_per_unit_e9, credit.usd_per_unit_e9
from payment
join fx_rate as debit on debit.snapshot_id = payment.fx_rate_id and debit.currency = payment.currency
join fx_rate as credit
  on credit.snapshot_id = payment.fx_rate_id and credit.currency = payment.creditor_currency
where payment.usd_minor
    is distinct from div(payment.amount_minor::numeric * debit.usd_per_unit_e9, 1000000000)
  or payment.credited_minor is not null and (payment.fx_remainder is null
    or payment.fx_remainder not between 0 and credit.usd_per_unit_e9 - 1
    or payment.amount_minor::numeric * debit.usd_per_unit_e9
      <> payment.credited_minor::numeric * credit.usd_per_unit_e9 + payment.fx_remainder);

-- invariant: payments.released-in-window | a payment is in one of four states; a queued one is decided at its opening or later, and says when it opens for as long as it waits
select id, status, created_at, release_at, released_at
from payment
where status not in ('settled', 'rejected', 'queued', 'in-review')
  or (review_decision is null) <> (reviewed_at is null)
  or review_decision not in ('approve', 'refuse')
  or status = 'queued' and (release_at is null or released_at is not null)
  or released_at < release_at or release_at <= created_at
  or status = 'in-review' and (review_reasons is null or released_at is not null)
  or status in ('settled', 'rejected') and released_at is null
    and (release_at is not null or review_reasons is not null);

-- invariant: payments.acknowledged-stored | every payment that a client was told is settled is stored as settled, and every one that it was told is held is stored as held or as what became of it
-- takes: acknowledged
-- An identifier alone was told as settled, one that is followed by " held" as held.
select told.id, told.is_held, payment.status, payment.rejection
from (
  select split_part(line, ' ', 1) as id, line like '% held' as is_held from unnest($1::text[]) as line
) as told
left join payment on payment.id::text = told.id
where payment.id is null
  or not told.is_held and payment.status <> 'settled'
  or told.is_held and payment.release_at is null and payment.review_reasons is null;

-- invariant: payments.keys-used-once | as many payments as distinct keys of a tenant
select tenant, idempotency_key, count(*) as payments
from payment group by tenant, idempotency_key having count(*) > 1;

-- invariant: payments.events-complete | every payment is told of once in each state that it has been in since the oldest events that are kept, in its tenant's outbox rows, and a row counts its events
with expected as (
  select payment.tenant, payment.id, payment.status, payment.amount_minor,
    (created_at >= all_kept_since('outbox'))::integer
    + (release_at is not null and status <> 'queued'
      and coalesce(released_at, 'infinity') >= all_kept_since('outbox'))::integer
    + (review_reasons is not null and status <> 'in-review'
      and coalesce(reviewed_at, 'infinity') >= all_kept_since('outbox'))::integer as times
  from payment
)
select coalesce(expected.tenant, event.tenant) as tenant, coalesce(expected.id::text, event.id) as id,
  expected.status, event.status, event.times
from (select * from expected where times > 0) as expected full join (
  select outbox.message_key as tenant, item ->> 'id' as id,
    (array_agg(item ->> 'status' order by outbox.id))[count(*)] as status,
    min(item ->> 'amountMinor') as amount_minor, count(*) as times,
    count(distinct item ->> 'status') as states
  from outbox cross join lateral jsonb_array_elements(outbox.payload::jsonb) as item
  where outbox.lane = 'payments' and outbox.created_at >= all_kept_since('outbox')
  group by outbox.message_key, item ->> 'id'
) as event on event.id = expected.id::text and event.tenant = expected.tenant
where event.states is distinct from event.times
  or event.times is distinct from expected.times
  or event.status is distinct from expected.status
  or event.amount_minor is distinct from expected.amount_minor::text
union all
select message_key, 'outbox row ' || id, null, null, n
from outbox where lane = 'payments' and n <> jsonb_array_length(payload::jsonb);

-- invariant: payments.events-published | every outbox row has been acknowledged by Kafka
select outbox.id, outbox.message_key, outbox.n
from outbox left join outbox_watermark on outbox_watermark.lane = outbox.lane
where outbox.lane = 'payments' and outbox.id > coalesce(outbox_watermark.published_through, 0);
