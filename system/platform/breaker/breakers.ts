import type { Registry } from 'prom-client'
import { sampleGauge } from '../telemetry/sampled.ts'
import { breakerStates, CircuitBreaker } from './breaker.ts'
import type { BreakerSettings } from './breaker.ts'

/** One breaker for each of those who are called, made when first asked for. */
export interface Breakers {
  of(name: string): CircuitBreaker
}

/** @param metric name of the gauge: 0 closed, 1 open, 2 half-open */
export function createBreakers(
  registry: Registry,
  metric: string,
  settings: BreakerSettings,
): Breakers {
  const breakers = new Map<string, CircuitBreaker>()
  const help = `Circuit breaker's state: ${breakerStates.map((state, value) => `${value} ${state}`).join(', ')}`
  sampleGauge(registry, { name: metric, help, label: 'name' }, () =>
    Object.fromEntries(
      [...breakers].map(([name, { state }]) => [name, breakerStates.indexOf(state)]),
    ),
  )
  return {
    of(name) {
      let breaker = breakers.get(name)
      if (breaker === undefined) {
        breaker = new CircuitBreaker(name, settings, () => performance.now())
        breakers.set(name, breaker)
      }
      return breaker
    },
  }
}
