import type { Platform, SystemModule } from '../../platform/module.ts'
import { createFxMetrics } from './metrics.ts'
import type { FxQuotes } from './quotes.ts'
import { registerFx } from './routes.ts'
import { FxStore } from './store.ts'
import { FxTicker } from './ticker.ts'

/**
 * Exchange rates: a seeded random walk whose every tick is stored before anybody is quoted it, and
 * exact conversion (`convert.ts`). What is paid at a rate is the payments' business.
 */
export interface FxModule extends SystemModule {
  readonly quotes: FxQuotes
}

export function createFxModule(
  platform: Pick<Platform, 'clock' | 'config' | 'database' | 'log' | 'telemetry'>,
): FxModule {
  const { clock, config, database, log, telemetry } = platform
  const store = new FxStore(database)
  const observe = createFxMetrics(telemetry.registry, () => ticker.ageMs)
  const ticker = new FxTicker({ store, settings: config.fx, nowMs: clock.nowMs, log, observe })
  return {
    name: 'fx',
    quotes: ticker,
    register(api) {
      registerFx(api, { quotes: ticker, store, nowMs: clock.nowMs })
    },
    start: async () => ticker.start(),
    stop: async () => ticker.stop(),
    // Rates tick for ever; nothing of it is work that somebody waits for.
    quiescent: async () => ({ idle: true, numbers: {} }),
  }
}
