-- What must hold of accounts, payments, entries and events whenever nothing is running. Each query
-- returns its violations, so it must be empty. The hot tables have no foreign keys: this is where
-- references are checked.

-- invariant: payments.money-conserved | per tenant and currency, balances minus openings sum to zero
select tenant, currency, sum(balance_minor - opening_minor) as created_minor
from account group by tenant, currency having sum(balance_minor - opening_minor) <> 0;

-- invariant: payments.double-entry | every settled payment has one debit and one credit of its amount, on its two accounts
select payment.id, payment.amount_minor, booked.entries, booked.debited_minor, booked.credited_minor
from payment left join (
  select payment_id, count(*) as entries,
    min(account_id) filter (where amount_minor < 0) as debtor_id,
    min(account_id) filter (where amount_minor > 0) as creditor_id,
    sum(-amount_minor) filter (where amount_minor < 0) as debited_minor,
    sum(amount_minor) filter (where amount_minor > 0) as credited_minor
  from entry group by payment_id
) as booked on booked.payment_id = payment.id
where payment.rejection is null and (booked.entries, booked.debtor_id, booked.creditor_id,
    booked.debited_minor, booked.credited_minor)
  is distinct from (2::bigint, payment.debtor_id, payment.creditor_id,
    payment.amount_minor::numeric, payment.amount_minor::numeric);

-- invariant: payments.balance-explained | every account's balance is its opening plus its entries
select account.tenant, account.number, account.balance_minor, account.opening_minor, booked.total_minor
from account full join (
  select account_id, sum(amount_minor) as total_minor from entry group by account_id
) as booked on booked.account_id = account.id
where account.id is null
  or account.balance_minor is distinct from account.opening_minor + coalesce(booked.total_minor, 0);

-- invariant: payments.balance-above-floor | no account is below its floor
select tenant, number, balance_minor, floor_minor from account where balance_minor < floor_minor;

-- invariant: payments.no-entries-without-settlement | entries belong to settled payments; a rejected one moved nothing
select entry.payment_id, entry.account_id, entry.amount_minor, payment.rejection
from entry left join payment on payment.id = entry.payment_id
where payment.id is null or payment.rejection is not null;

-- invariant: payments.amounts-sane | amounts are positive, debtor and creditor differ, both keep the payment's currency and tenant
select payment.id, payment.amount_minor, payment.debtor_id, payment.creditor_id, payment.currency
from payment
left join account as debtor on debtor.id = payment.debtor_id
left join account as creditor on creditor.id = payment.creditor_id
where payment.amount_minor <= 0 or payment.debtor_id = payment.creditor_id
  or (debtor.tenant, debtor.currency) is distinct from (payment.tenant, payment.currency)
  or (creditor.tenant, creditor.currency) is distinct from (payment.tenant, payment.currency);

-- invariant: payments.no-floats | money is kept in integers: every amount column is a bigint
select table_name, column_name, data_type from information_schema.columns
where table_schema = 'public' and (column_name like '%\_minor' and data_type <> 'bigint'
  or data_type in ('real', 'double precision')
    and table_name in ('account', 'payment', 'entry', 'outbox', 'outbox_watermark'));

-- invariant: payments.daily-limit-kept | no account paid more in a UTC day than its limit, and the counter of its latest day is right
with spent as (
  select debtor_id, (created_at at time zone 'UTC')::date as day, sum(amount_minor) as total_minor
  from payment where rejection is null group by debtor_id, day
)
select account.tenant, account.number, spent.day, spent.total_minor, account.daily_limit_minor,
  account.spent_minor
from account join spent on spent.debtor_id = account.id
where spent.total_minor > account.daily_limit_minor
  or spent.day > account.spent_on
  or (spent.day = account.spent_on and spent.total_minor <> account.spent_minor)
union all
select tenant, number, spent_on, 0, daily_limit_minor, spent_minor
from account where spent_minor <> 0 and not exists (
  select from spent where spent.debtor_id = account.id and spent.day = account.spent_on);

-- invariant: payments.acknowledged-stored | every payment that a client was told is settled is stored as settled
-- takes: acknowledged
select told.id, payment.rejection
from unnest($1::text[]) as told(id)
left join payment on payment.id::text = told.id
where payment.id is null or payment.rejection is not null;

-- invariant: payments.keys-used-once | as many payments as distinct keys of a tenant
select tenant, idempotency_key, count(*) as payments
from payment group by tenant, idempotency_key having count(*) > 1;

-- invariant: payments.events-complete | every payment is in exactly one outbox row of its tenant, and its row counts it
select coalesce(payment.tenant, event.tenant) as tenant, coalesce(payment.id::text, event.id) as id,
  payment.rejection, event.status, event.times
from payment full join (
  select outbox.message_key as tenant, item ->> 'id' as id, min(item ->> 'status') as status,
    min(item ->> 'amountMinor') as amount_minor, count(*) as times
  from outbox cross join lateral jsonb_array_elements(outbox.payload::jsonb) as item
  where outbox.lane = 'payments' group by outbox.message_key, item ->> 'id'
) as event on event.id = payment.id::text and event.tenant = payment.tenant
where event.times is distinct from 1
  or event.status is distinct from case when payment.rejection is null then 'settled' else 'rejected' end
  or event.amount_minor is distinct from payment.amount_minor::text
union all
select message_key, 'outbox row ' || id, null, null, n
from outbox where lane = 'payments' and n <> jsonb_array_length(payload::jsonb);

-- invariant: payments.events-published | every outbox row has been acknowledged by Kafka
select outbox.id, outbox.message_key, outbox.n
from outbox left join outbox_watermark on outbox_watermark.lane = outbox.lane
where outbox.lane = 'payments' and outbox.id > coalesce(outbox_watermark.published_through, 0);
