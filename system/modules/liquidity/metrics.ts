import { Counter, Gauge } from 'prom-client'
import type { Registry } from 'prom-client'
import type { Movement } from './movement.ts'
import type { PoolLevel } from './store.ts'

/** @returns what is told of each movement that this process ended */
export function createLiquidityMetrics(
  registry: Registry,
  levels: () => Promise<readonly PoolLevel[]>,
): (movement: Movement) => void {
  const rebalances = new Counter({
    name: 'liquidity_rebalances_total',
    help: 'Rebalances of pools that this process ended',
    labelNames: ['currency', 'outcome'] as const,
    registers: [registry],
  })
  new Gauge({
    name: 'liquidity_pool_percent_of_initial',
    help: 'Balance of a pool as a share of what it began with',
    labelNames: ['tenant', 'currency'] as const,
    registers: [registry],
    async collect() {
      this.reset()
      // What cannot be read at the moment of the scrape has no value: an old one would lie.
      for (const level of await levels().catch(() => [])) {
        const { tenant, currency } = level
        this.set({ tenant, currency }, level.percent_of_initial)
      }
    },
  })
  return ({ currency, status }) => {
    rebalances.inc({ currency, outcome: status })
  }
}
