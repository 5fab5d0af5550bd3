import { Counter } from 'prom-client'
import type { Registry } from 'prom-client'
import { sampleGauge } from '../../platform/telemetry/sampled.ts'
import type { FxSnapshot } from './quotes.ts'
import type { TickOutcome } from './ticker.ts'

/** @returns what the ticker tells each of its ticks */
export function createFxMetrics(
  registry: Registry,
  ageMs: () => number,
): (outcome: TickOutcome, snapshot: FxSnapshot | undefined) => void {
  const ticks = new Counter({
    name: 'fx_ticks_total',
    help: 'Ticks of the exchange rates by what became of them',
    labelNames: ['outcome'] as const,
    registers: [registry],
  })
  const spikes = new Counter({
    name: 'fx_spikes_total',
    help: 'Jumps of a rate, in ticks that this process stored',
    labelNames: ['currency'] as const,
    registers: [registry],
  })
  sampleGauge(
    registry,
    { name: 'fx_rates_age_seconds', help: 'Since this process learned of its exchange rates' },
    () => ageMs() / 1_000,
  )
  return (outcome, snapshot) => {
    ticks.inc({ outcome })
    for (const currency of outcome === 'stored' ? (snapshot?.spiked ?? []) : []) {
      spikes.inc({ currency })
    }
  }
}
