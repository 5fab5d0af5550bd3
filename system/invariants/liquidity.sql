-- What must hold of pools and their rebalances whenever nothing is running.

-- invariant: liquidity.only-beyond-threshold | a rebalance was decided when its pool was more than 20 % off its target, and brings it there
select movement.id, movement.pool_id, movement.balance_before_minor, movement.balance_after_minor,
  movement.reason, pool.target_minor
from liquidity_movement as movement
left join liquidity_pool as pool on pool.tenant = movement.tenant and pool.id = movement.pool_id
where movement.is_rebalance and (pool.id is null
  or 5 * abs(movement.balance_before_minor - pool.target_minor) <= pool.target_minor
  or movement.balance_after_minor <> pool.target_minor
  or movement.reason <> case when movement.balance_before_minor < pool.target_minor
    then 'below-low' else 'above-high' end);

-- invariant: liquidity.whenever-beyond-threshold | no pool is left more than 20 % off its target
select pool.tenant, pool.id, pool.target_minor, account.balance_minor
from liquidity_pool as pool
left join account on account.tenant = pool.tenant and account.number = pool.id
where account.id is null or account.currency <> pool.currency
  or 5 * abs(account.balance_minor - pool.target_minor) > pool.target_minor;

-- invariant: liquidity.adds-up | what a pool had before a movement and the amount make what it had after
select id, pool_id, balance_before_minor, amount_minor, balance_after_minor
from liquidity_movement where balance_after_minor - balance_before_minor <> amount_minor;

-- invariant: liquidity.two-sided | every rebalance is one settled transfer, two entries of its amount, between its pool and that pool's treasury
select movement.id, movement.pool_id, movement.amount_minor, movement.payment_id, booked.entries,
  booked.pool_minor, booked.treasury_minor
from liquidity_movement as movement
join liquidity_pool as pool on pool.tenant = movement.tenant and pool.id = movement.pool_id
left join lateral (
  select count(*) as entries,
    sum(entry.amount_minor) filter (where account.number = pool.id) as pool_minor,
    sum(entry.amount_minor) filter (where account.number = pool.treasury) as treasury_minor
  from payment
  join entry on entry.payment_id = payment.id
  join account on account.id = entry.account_id and account.tenant = pool.tenant
  where payment.tenant = movement.tenant and payment.id = movement.payment_id
    and payment.kind = 'transfer' and payment.status = 'settled'
) as booked on true
where movement.is_rebalance and movement.status = 'done'
  and (booked.entries, booked.pool_minor, booked.treasury_minor)
    is distinct from (2::bigint, movement.amount_minor::numeric, -movement.amount_minor::numeric);

-- invariant: liquidity.moved-once | every transfer between a pool and its treasury is of one rebalance, unless that has been removed, and the other way round
select payment.tenant, payment.id, count(movement.id) as movements
from payment
join account as debtor on debtor.id = payment.debtor_id
join account as creditor on creditor.id = payment.creditor_id
join liquidity_pool as pool on pool.tenant = payment.tenant
  and ((debtor.number, creditor.number) = (pool.id, pool.treasury)
    or (debtor.number, creditor.number) = (pool.treasury, pool.id))
left join liquidity_movement as movement
  on movement.tenant = payment.tenant and movement.payment_id = payment.id
where payment.status = 'settled'
group by payment.tenant, payment.id
having count(movement.id) > 1 or count(movement.id) = 0
  -- The key is made of the movement's id.
  and substring(payment.idempotency_key from '^liquidity-(\d+)$')::bigint > coalesce((
    select removed_through::bigint from retention_mark where table_name = 'liquidity_movement'), -1)
    is not false
union all
select tenant, payment_id, count(*)
from liquidity_movement where payment_id is not null
group by tenant, payment_id having count(*) > 1;

-- invariant: liquidity.funded-once | every pool has one first movement, of what its account opened with
select pool.tenant, pool.id, account.opening_minor, funded.times, funded.total_minor
from liquidity_pool as pool
left join account on account.tenant = pool.tenant and account.number = pool.id
left join lateral (
  select count(*) as times, sum(amount_minor) as total_minor
  from liquidity_movement as movement
  where movement.tenant = pool.tenant and movement.pool_id = pool.id and not is_rebalance
) as funded on true
where (funded.times, funded.total_minor) is distinct from (1::bigint, account.opening_minor::numeric);
