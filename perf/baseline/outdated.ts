import type { CounterResult, ScenarioResult, Warning } from '../result/document.ts'
import { outdatedCode, warning } from '../result/warning.ts'
import type { Baseline } from './document.ts'
import { refreshCommands } from './refresh-command.ts'

/**
 * Whether base, measured in this same run, has as much of it as head by the counter's own gate.
 * Then it is no doing of this change, and a gate that failed for it would fail everybody's until
 * someone refreshed the store.
 */
export function isAlreadyInBase({ base, verdict }: CounterResult): boolean {
  if (base === null) return false
  switch (verdict.kind) {
    case 'equivalent':
    case 'improved':
      return true
    case 'inconclusive':
      return verdict.detectableEffect !== null
    case 'regressed':
    case 'invalid':
    case 'new':
    case 'missing':
      return false
  }
}

/** The commands that store this scenario anew, as it was stored. */
export function refreshOf({ profile, scenario, instructions }: Baseline): string {
  const hasInstructions = instructions !== undefined
  return refreshCommands({ profile, scenarios: [scenario], instructions: hasInstructions })
}

/**
 * One for all of a scenario's counters: one command mends them. `figures` are of those that are
 * above.
 */
export function outdatedWarnings(
  { name }: ScenarioResult,
  figures: readonly string[],
  baseline: Baseline,
): Warning[] {
  if (figures.length === 0) return []
  const state = `the stored baseline of ${baseline.commit.slice(0, 12)} is out of date`
  const message = `${name}: already so in base: ${state}; refresh with: ${refreshOf(baseline)} (${figures.join('; ')})`
  return [warning(outdatedCode, message)]
}
