import type { ScenarioResult } from '../result/document.ts'
import { isCost } from '../result/metric-id.ts'
import { duration } from '../explain/words.ts'
import { percent } from './numbers.ts'
import { quantity } from './quantity.ts'

/**
 * What a cause's weight and the sentence below are shares of; `explain/` weighs by the same sum.
 */
export const costWords = "an operation's CPU, system and Postgres together"

/** Profiled and measured load are two stretches: a smaller remainder may be the machine's. */
const leastRemainder = 0.02
const leastShareOfGrowth = 0.25

/**
 * How much of the CPU that an operation was measured to need more no cause stands for. Nothing
 * where a cause has no weight, because the rest may be its own.
 */
export function unexplainedText({ metrics, causes }: ScenarioResult): string | null {
  if (causes === undefined || causes.length === 0) return null
  const weights = causes.flatMap(({ weight }) => weight ?? [])
  if (weights.length < causes.length) return null
  const cpu = metrics.filter(({ id }) => isCost(id))
  const cost = costUs({ metrics })
  const more = cpu
    .filter(({ role, verdict }) => role === 'gate' && verdict.kind === 'regressed')
    .reduce((sum, { base, change }) => sum + (base?.median ?? 0) * ((change?.ratio ?? 1) - 1), 0)
  if (!(cost > 0)) return null
  const growth = more / cost
  const rest = growth - weights.reduce((sum, weight) => sum + Math.max(0, weight), 0)
  if (rest < Math.max(leastRemainder, growth * leastShareOfGrowth)) return null
  const found = (growth - rest) * cost
  return `An operation takes ${quantity(more, 'us')} more CPU, system and Postgres together (+${percent(growth)}): the causes found make up ${about(found)} of them (+${percent(growth - rest)}) and leave ${about(rest * cost)} (${percent(rest)}) unexplained.`
}

/** "about 60 µs more per operation (+3.10 % of its CPU, system and Postgres together)" */
export function weightText(weight: number, scenario: Pick<ScenarioResult, 'metrics'>): string {
  const cost = costUs(scenario)
  return cost > 0
    ? `${about(weight * cost)} more per operation (+${percent(weight)} of its CPU, system and Postgres together)`
    : `+${percent(weight)} of ${costWords}`
}

/** What base's processes spent on one operation. */
function costUs({ metrics }: Pick<ScenarioResult, 'metrics'>): number {
  return metrics
    .filter(({ id }) => isCost(id))
    .reduce((sum, { base }) => sum + (base?.median ?? 0), 0)
}

/** A share is known to a tenth of a per cent: its microseconds have two digits. */
function about(us: number): string {
  return `about ${duration(Number(us.toPrecision(2)))}`
}
