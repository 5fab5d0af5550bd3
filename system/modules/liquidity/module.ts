import type { Platform, SystemModule } from '../../platform/module.ts'
import { createLiquidityMetrics } from './metrics.ts'
import type { LiquidityNeeds } from './needs.ts'
import { Rebalancer } from './rebalancer.ts'
import { registerLiquidity } from './routes.ts'
import { LiquidityStore } from './store.ts'

/**
 * The pools that payments between currencies go through (R3.9, R3.10): one that is more than 20 %
 * away from what it began with is brought back by a transfer from or to its treasury. How money
 * moves is the payments' business, and who hears of it the hub's.
 */
export function createLiquidityModule(
  platform: Pick<Platform, 'clock' | 'config' | 'database' | 'log' | 'telemetry'>,
  needs: LiquidityNeeds,
): SystemModule {
  const { clock, config, database, log, telemetry } = platform
  const store = new LiquidityStore(database)
  const ended = createLiquidityMetrics(telemetry.registry, async () => store.levels())
  const rebalancer = new Rebalancer({
    store,
    needs,
    ...config.liquidity,
    nowMs: clock.nowMs,
    log,
    ended,
  })
  return {
    name: 'liquidity',
    register(api) {
      registerLiquidity(api, store)
    },
    async start() {
      rebalancer.start()
    },
    stop: async () => rebalancer.stop(),
    async quiescent() {
      const { beyond, pending } = await store.due()
      return { idle: beyond + pending === 0, numbers: { beyond, pending } }
    },
  }
}
