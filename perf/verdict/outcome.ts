import type {
  CounterResult,
  MetricResult,
  Outcome,
  ScenarioResult,
  Warning,
} from '../result/document.ts'

/**
 * The outcome of a run from what was decided about its parts. Broken outranks slow, because a
 * broken run's speed means nothing; a regression outranks a scenario that could not be measured,
 * because it was seen; and a run that has decided nothing has not passed.
 */
export function decideOutcome(
  scenarios: readonly ScenarioResult[],
  warnings: readonly Warning[],
): Outcome {
  const gates = scenarios.flatMap(gatesOf)
  if (scenarios.some(({ status }) => status.kind === 'failed' || status.kind === 'missing'))
    return 'failed'
  if (warnings.some((warning) => warning.gate)) return 'failed'
  if (gates.some(({ verdict }) => verdict.kind === 'missing')) return 'failed'
  if (gates.some(({ verdict }) => verdict.kind === 'regressed')) return 'regressed'
  if (scenarios.some(({ status }) => status.kind === 'invalid')) return 'invalid'
  if (scenarios.length === 0 || scenarios.some(unmeasured)) return 'invalid'
  return 'passed'
}

export function exitCodeOf(outcome: Outcome): 0 | 1 | 2 {
  switch (outcome) {
    case 'passed':
      return 0
    case 'regressed':
    case 'failed':
      return 1
    case 'invalid':
      return 2
  }
}

function gatesOf(scenario: ScenarioResult): (MetricResult | CounterResult)[] {
  return [...scenario.metrics, ...scenario.counters].filter(({ role }) => role === 'gate')
}

/**
 * No gate metric at all, or one with so few pairs that not even a detectable effect could be named.
 */
function unmeasured({ kind, metrics }: ScenarioResult): boolean {
  if (kind === 'control') return false
  const gates = metrics.filter(({ role }) => role === 'gate')
  return gates.length === 0 || gates.some(({ verdict }) => isUndecided(verdict))
}

function isUndecided(verdict: MetricResult['verdict']): boolean {
  if (verdict.kind === 'invalid') return true
  return verdict.kind === 'inconclusive' && verdict.detectableEffect === null
}
