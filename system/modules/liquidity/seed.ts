import type { Seed } from '../../platform/module.ts'

/**
 * A pool for every account `POOL-<currency>`, beside `TREASURY-<currency>`: its target is what the
 * account opened with, its thresholds lie 20 % below and above. What it opened with is its first
 * movement.
 */
export const seedLiquidity: Seed = async (database) => {
  await database.query(`
with pool as (
  insert into liquidity_pool (tenant, id, treasury, currency, target_minor, low_minor, high_minor)
  select tenant, number, 'TREASURY-' || currency, currency, opening_minor,
    opening_minor * 8 / 10, opening_minor * 12 / 10
  from account where number = 'POOL-' || currency
  on conflict do nothing returning *
)
insert into liquidity_movement (tenant, pool_id, currency, amount_minor, balance_before_minor,
  balance_after_minor, reason, is_rebalance, status, decided_at)
select tenant, id, currency, target_minor, 0, target_minor, 'initial-funding', false, 'done',
  timestamptz '2026-01-01 00:00:00Z'
from pool order by tenant, id`)
}
