-- Accounts of the gateway itself: currency pools, their treasuries, settlement. No customer pays from or
-- to them; they move by transfers and by the middle entries of payments between currencies.
alter table account add column internal boolean not null default false;

alter table payment
  -- A transfer is a movement between internal accounts: no window, limit or review applies to it.
  add column kind text not null default 'payment' check (kind in ('payment', 'transfer')),
  add column status text not null default 'settled'
    check (status in ('settled', 'rejected', 'queued', 'in-review')),
  -- What the creditor's account is kept in; the payment's own currency is the debtor's.
  add column creditor_currency text,
  -- The dollar equivalent in cents, rounded down, by the rates of `fx_rate_id`.
  add column usd_minor bigint,
  -- The snapshot of rates that held when the payment was accepted.
  add column fx_rate_id bigint,
  -- Between two currencies only: what the creditor gets, and what rounding it down left in the pool,
  -- as the numerator of a fraction of its minor unit whose denominator is the rate of its currency.
  add column credited_minor bigint check (credited_minor > 0),
  add column fx_remainder bigint check (fx_remainder >= 0),
  -- Why it was held for review, and what became of it.
  add column review_reasons text[],
  add column review_decision text check (review_decision in ('approve', 'refuse')),
  add column reviewed_at timestamptz,
  -- Accepted outside a clearing window: when both banks clear next, and when it was then decided.
  add column release_at timestamptz,
  add column released_at timestamptz;

update payment set creditor_currency = currency,
  status = case when rejection is null then 'settled' else 'rejected' end;

alter table payment add constraint payment_rejected_for_a_reason
  check ((status = 'rejected') = (rejection is not null));

-- What is held, found without a look at what is not.
create index payment_queued on payment (release_at, id) where status = 'queued';
create index payment_in_review on payment (tenant, id) where status = 'in-review';

-- What the accounts of a bank have sent in a UTC day, in cents of a dollar, and what they may.
create table bank_day (
  tenant text not null,
  -- BIC.
  bank text not null,
  day date not null,
  spent_usd_minor bigint not null check (spent_usd_minor >= 0),
  limit_usd_minor bigint not null,
  -- Goes up with every change; who changes a row says which version it has seen.
  version bigint not null default 1,
  primary key (tenant, bank, day),
  constraint bank_within_daily_limit check (spent_usd_minor <= limit_usd_minor)
) with (fillfactor = 50);
