-- Netting: what banks owe each other for settled payments between their customers, cycle by cycle.
--
-- Which payments are in a cycle. Ids cannot say: they are made before the commit, by clocks that may go back,
-- and a payment that was held is settled long after it got its id. A payment therefore takes a number when it
-- is settled, and a cycle has all numbers above the one its predecessor went through, up to the highest
-- that it saw. None is missed and none taken twice, because
--   1. every statement that settles runs on the connection that holds the lock of the lane `payments`
--      (platform/postgres/single-writer.ts), one after the other: whoever sees a number committed sees all
--      lower ones that ever will be;
--   2. a settled payment is never updated, so its number stays; one that is settled later than it was
--      recorded takes a new number then (the trigger below);
--   3. cycles of a tenant are a chain: each names the number its predecessor went through, by a foreign key,
--      and no two name the same one. Their ranges have no gap and no overlap.
-- Sequences never go back, not even after a crash, and never hand out a number twice.
create sequence payment_settlement_number as bigint;

alter table payment
  add column settlement_number bigint not null default nextval('payment_settlement_number');

-- Rows stand nearly in the order of their numbers, so a few bytes for each stretch of the table are enough to
-- find a range of them; a payment costs the index nothing of its own.
create index payment_by_settlement_number on payment using brin (settlement_number)
  with (pages_per_range = 32);

create function payment_is_settled_now() returns trigger language plpgsql as $$
begin
  new.settlement_number := nextval('payment_settlement_number');
  return new;
end
$$;

-- Held payments only: what is settled at once takes its number by the column's default.
create trigger payment_settled_later before update of status on payment
  for each row when (new.status = 'settled' and old.status <> 'settled')
  execute function payment_is_settled_now();

create table netting_cycle (
  id bigint generated always as identity primary key,
  tenant text not null,
  -- Open: payments gather. Closed: positions are fixed, transfers are under way. Settled: all are made.
  state text not null default 'open' check (state in ('open', 'closed', 'settled')),
  -- Multilateral: each bank pays or gets its position towards all others. Bilateral: each pair its difference.
  mode text check (mode in ('bilateral', 'multilateral')),
  -- Settlement numbers above the first, null for a tenant's first cycle, through the second.
  after_number bigint,
  through_number bigint check (through_number > coalesce(after_number, 0)),
  payments bigint not null default 0 check (payments >= 0),
  opened_at timestamptz not null,
  closed_at timestamptz,
  settled_at timestamptz,
  unique (tenant, through_number),
  unique nulls not distinct (tenant, after_number),
  foreign key (tenant, after_number) references netting_cycle (tenant, through_number),
  check ((state = 'open') = (through_number is null)),
  check ((state = 'open') = (closed_at is null)),
  check ((state = 'open') = (mode is null)),
  check ((state = 'settled') = (settled_at is not null))
);
create unique index netting_cycle_open on netting_cycle (tenant) where state = 'open';
create index netting_cycle_closed on netting_cycle (id) where state = 'closed';

-- Totals of a cycle in one currency, in minor units.
create table netting_total (
  cycle_id bigint not null references netting_cycle,
  currency text not null,
  payments bigint not null check (payments > 0),
  -- All payments one by one, all pairs by their differences, all banks by their positions.
  gross_minor bigint not null check (gross_minor between 1 and 9007199254740991),
  bilateral_minor bigint not null check (bilateral_minor between 0 and gross_minor),
  multilateral_minor bigint not null check (multilateral_minor between 0 and bilateral_minor),
  -- Millionths of what netting saves: 1 - sum |net| / (2 gross), rounded down.
  bilateral_efficiency_e6 integer not null check (bilateral_efficiency_e6 between 0 and 1000000),
  multilateral_efficiency_e6 integer not null check (multilateral_efficiency_e6 between 0 and 1000000),
  primary key (cycle_id, currency)
);

-- Of a bank towards one other, or towards all where the counterparty is ''. Above zero it is a creditor.
create table netting_position (
  cycle_id bigint not null references netting_cycle,
  currency text not null,
  -- BICs.
  bank text not null,
  counterparty text not null check (counterparty <> bank),
  outgoing_payments bigint not null check (outgoing_payments >= 0),
  outgoing_minor bigint not null check (outgoing_minor >= 0),
  incoming_payments bigint not null check (incoming_payments >= 0),
  incoming_minor bigint not null check (incoming_minor >= 0),
  net_minor bigint not null generated always as (incoming_minor - outgoing_minor) stored,
  primary key (cycle_id, currency, bank, counterparty)
);

-- What settles a cycle: decided when it is closed, so that whoever goes on after a crash does the same.
create table netting_transfer (
  cycle_id bigint not null references netting_cycle,
  currency text not null,
  debtor_bank text not null,
  creditor_bank text not null,
  amount_minor bigint not null check (amount_minor > 0),
  -- How often it was refused, for want of cover; each attempt has a key of its own, and a refused one moved nothing.
  refused integer not null default 0,
  -- The transfer between the banks' settlement accounts, when it has been made.
  payment_id uuid unique,
  primary key (cycle_id, currency, debtor_bank, creditor_bank),
  check (debtor_bank <> creditor_bank)
);

-- Cycles that are not at their end, with what is known of them so far.
create view netting_active_cycle as
select cycle.id, cycle.tenant, cycle.state, cycle.mode, cycle.payments, cycle.opened_at, cycle.closed_at,
  total.currency, total.gross_minor, total.bilateral_minor, total.multilateral_minor,
  total.multilateral_efficiency_e6
from netting_cycle as cycle left join netting_total as total on total.cycle_id = cycle.id
where cycle.state <> 'settled';
