import type { ScenarioResult } from '../result/document.ts'
import { isCost } from '../result/metric-id.ts'
import { percent } from './numbers.ts'

/** What a cause's weight and the sentence below are shares of; `explain/` weighs by the same sum. */
export const costWords = "an operation's CPU, system and Postgres together"

/** Profiled and measured load are two stretches: a smaller remainder may be the machine's. */
const leastRemainder = 0.02
const leastShareOfGrowth = 0.25

/**
 * How much of the CPU that an operation was measured to need more no cause stands for. Nothing where a
 * cause has no weight, because the rest may be its own.
 */
export function unexplainedText({ metrics, causes }: ScenarioResult): string | null {
  if (causes === undefined || causes.length === 0) return null
  const weights = causes.flatMap(({ weight }) => weight ?? [])
  if (weights.length < causes.length) return null
  const cpu = metrics.filter(({ id }) => isCost(id))
  const cost = cpu.reduce((sum, { base }) => sum + (base?.median ?? 0), 0)
  const more = cpu
    .filter(({ role, verdict }) => role === 'gate' && verdict.kind === 'regressed')
    .reduce((sum, { base, change }) => sum + (base?.median ?? 0) * ((change?.ratio ?? 1) - 1), 0)
  if (!(cost > 0)) return null
  const growth = more / cost
  const rest = growth - weights.reduce((sum, weight) => sum + Math.max(0, weight), 0)
  if (rest < Math.max(leastRemainder, growth * leastShareOfGrowth)) return null
  return `${costWords.replace(/^a/, 'A')}, rose by ${percent(growth)}; the causes found make up ${percent(growth - rest)} and leave ${percent(rest)} unexplained.`
}
