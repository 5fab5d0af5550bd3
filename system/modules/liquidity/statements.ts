import type { Statement } from '../../platform/postgres/database.ts'

/**
 * After a movement failed, its pool is left alone for so long; not because of a clock that has gone
 * back since.
 */
const failedForSeconds = 60

/** Pools of this condition are to be rebalanced. Takes `pool`, `account`. */
const beyond = `(account.balance_minor < pool.low_minor or account.balance_minor > pool.high_minor)
  and not exists (
    select from liquidity_movement as failed
    where failed.tenant = pool.tenant and failed.pool_id = pool.id and failed.status = 'failed'
      and failed.changed_at > clock_timestamp() - interval '${failedForSeconds} seconds'
      and failed.changed_at <= clock_timestamp())`

const poolsWithAccounts = `liquidity_pool as pool
join account on account.tenant = pool.tenant and account.number = pool.id`

const columns = `id, tenant, pool_id, currency, amount_minor, balance_before_minor, balance_after_minor,
  reason, is_rebalance, status, decided_at, payment_id, failure`

/** What there is to do, without a lock: most of the time nothing. */
export const countDue: Statement = {
  name: 'liquidity.count-due',
  text: `select (select count(*) from ${poolsWithAccounts} where ${beyond}) as beyond,
  (select count(*) from liquidity_movement where status = 'pending') as pending`,
}

/**
 * Deciding and ending exclude each other. So whoever decides sees a movement either as pending, and
 * leaves the pool alone, or as done, and then its balance with the money that was moved.
 */
export const lockDecisions: Statement = {
  name: 'liquidity.lock-decisions',
  text: `select pg_advisory_xact_lock(hashtextextended('liquidity', 0))`,
}

export const decide: Statement = {
  name: 'liquidity.decide',
  text: `insert into liquidity_movement (tenant, pool_id, currency, amount_minor, balance_before_minor,
  balance_after_minor, reason, is_rebalance, status, decided_at)
select pool.tenant, pool.id, pool.currency, pool.target_minor - account.balance_minor,
  account.balance_minor, pool.target_minor,
  case when account.balance_minor < pool.low_minor then 'below-low' else 'above-high' end,
  true, 'pending', $1
from ${poolsWithAccounts} where ${beyond}
on conflict (tenant, pool_id) where status = 'pending' do nothing`,
}

export const selectPending: Statement = {
  name: 'liquidity.select-pending',
  text: `select ${columns}, (
    select treasury from liquidity_pool as pool
    where pool.tenant = movement.tenant and pool.id = movement.pool_id) as treasury
from liquidity_movement as movement where status = 'pending' order by id`,
}

/** Returns the row to one caller only. */
export const finish: Statement = {
  name: 'liquidity.finish',
  text: `update liquidity_movement set changed_at = clock_timestamp(), payment_id = $2, failure = $3,
  status = case when $3::text is null then 'done' else 'failed' end
where id = $1 and status = 'pending' returning ${columns}`,
}

export const selectPools: Statement = {
  name: 'liquidity.select-pools',
  text: `select pool_id, currency, initial_minor, balance_minor, low_minor, high_minor,
  percent_of_initial::float8 as percent_of_initial, status
from liquidity_pool_status where tenant = $1 order by pool_id`,
}

export const selectAllPools: Statement = {
  name: 'liquidity.select-all-pools',
  text: `select tenant, currency, percent_of_initial::float8 as percent_of_initial
from liquidity_pool_status`,
}

/** The newest of a tenant, of one currency or all. */
export const selectRebalances: Statement = {
  name: 'liquidity.select-rebalances',
  text: `select ${columns} from liquidity_movement
where tenant = $1 and is_rebalance and ($2::text is null or currency = $2)
order by id desc limit $3 offset $4`,
}

export const countRebalances: Statement = {
  name: 'liquidity.count-rebalances',
  text: `select count(*) as total from liquidity_movement
where tenant = $1 and is_rebalance and status = 'done' and ($2::text is null or currency = $2)`,
}
