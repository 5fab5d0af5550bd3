-- A pool is an account of the gateway, one for each currency, out of which payments between currencies are
-- paid and into which they are paid. What is here is what its balance should be.
create table liquidity_pool (
  tenant text not null,
  -- Numbers of two accounts: its own, and the one that fills it and takes what it has too much of.
  id text not null,
  treasury text not null,
  currency text not null,
  -- What it began with and is brought back to.
  target_minor bigint not null check (target_minor > 0),
  low_minor bigint not null,
  high_minor bigint not null,
  primary key (tenant, id),
  check (low_minor >= 0 and low_minor < target_minor and target_minor < high_minor)
);

-- Decided first, as pending, with the balance that it was decided on; then the money is moved, under a key
-- made of the id; then it is done. Whatever dies between two of these is taken up again from the row.
create table liquidity_movement (
  id bigint generated always as identity primary key,
  tenant text not null,
  pool_id text not null,
  currency text not null,
  -- Into the pool; negative out of it.
  amount_minor bigint not null check (amount_minor <> 0),
  balance_before_minor bigint not null,
  balance_after_minor bigint not null,
  reason text not null check (reason in ('initial-funding', 'below-low', 'above-high')),
  is_rebalance boolean not null,
  status text not null check (status in ('pending', 'done', 'failed')),
  -- Business time of the decision.
  decided_at timestamptz not null,
  -- Real time of the latest change.
  changed_at timestamptz not null default clock_timestamp(),
  payment_id uuid,
  -- Code of the problem that a failed one met.
  failure text,
  constraint liquidity_movement_adds_up
    check (balance_after_minor - balance_before_minor = amount_minor),
  check (is_rebalance = (reason <> 'initial-funding')),
  check ((status = 'failed') = (failure is not null)),
  constraint liquidity_movement_done_by_payment
    check ((payment_id is not null) = (status = 'done' and is_rebalance))
);

-- One at a time for a pool, however many processes look at it.
create unique index liquidity_movement_pending on liquidity_movement (tenant, pool_id)
  where status = 'pending';
create index liquidity_movement_newest on liquidity_movement (tenant, id desc) where is_rebalance;

create view liquidity_pool_status as
select pool.tenant, pool.id as pool_id, pool.currency, pool.target_minor as initial_minor,
  account.balance_minor, pool.low_minor, pool.high_minor,
  round(100 * account.balance_minor::numeric / pool.target_minor, 2) as percent_of_initial,
  case when account.balance_minor < pool.low_minor then 'low'
    when account.balance_minor > pool.high_minor then 'high' else 'normal' end as status
from liquidity_pool as pool
join account on account.tenant = pool.tenant and account.number = pool.id;
