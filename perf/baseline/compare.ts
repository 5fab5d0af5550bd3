import type { CounterResult, MetricResult, ScenarioResult, Warning } from '../result/document.ts'
import type { Fingerprint } from '../result/circumstances.ts'
import { counterGates, inexactGates } from './counter-gates.ts'
import { isExactSum } from '../result/counter-id.ts'
import { noBaselineCode, otherLaneCode, warning } from '../result/warning.ts'
import type { Baseline } from './document.ts'
import { instructionGates, isWithin, storedInstructions } from './instructions.ts'
import { countingDifferences, timingDifferences } from './environment-differences.ts'
import type { LaneBaselines } from './store.ts'
import {
  ageDays,
  staleAfterDays,
  storedCounter,
  storedInexact,
  storedMetric,
  type StoredContext,
} from './stored-comparison.ts'

export interface BaselineRequest {
  readonly scenarios: readonly ScenarioResult[]
  readonly baselines: LaneBaselines
  readonly fingerprint: Fingerprint
  readonly now: Date
  /** A missing baseline fails the run; otherwise it is only said. */
  readonly requireBaselines: boolean
  /** Relative, of the policy: what instructions of two runs of one commit may differ by. */
  readonly betweenRuns: number
  /** Whether this run was asked for the scenario: what was not asked for has not vanished. */
  readonly isSelected: (scenario: string) => boolean
}

export interface BaselineComparison {
  /** The same scenarios with `stored` filled in, and the vanished ones as `missing`. */
  readonly scenarios: ScenarioResult[]
  /** Gating ones fail the run: decide its outcome from these scenarios and all warnings. */
  readonly warnings: Warning[]
}

export function compareWithBaselines(request: BaselineRequest): BaselineComparison {
  const parts = [
    ...request.scenarios.map((scenario) => compareOne(scenario, request)),
    ...vanished(request),
  ]
  return {
    scenarios: parts.map(({ scenario }) => scenario),
    warnings: parts.flatMap(({ warnings }) => warnings),
  }
}

interface Part {
  readonly scenario: ScenarioResult
  readonly warnings: readonly Warning[]
}

function compareOne(scenario: ScenarioResult, request: BaselineRequest): Part {
  const { baselines, requireBaselines, betweenRuns } = request
  const own = baselines.own.get(scenario.name)
  if (own !== undefined) return compareOwn(scenario, own, request)
  const other = baselines.others.get(scenario.name)
  if (other === undefined) {
    const message = `${scenario.name} has no stored baseline in lane ${baselines.lane}: only base and head are compared`
    return { scenario, warnings: [{ code: noBaselineCode, message, gate: requireBaselines }] }
  }
  const context = { baseline: other, otherLane: true, now: request.now, betweenRuns }
  const message = `${scenario.name} has no stored baseline in lane ${baselines.lane}; that of lane ${other.environment.lane} is shown and decides nothing`
  return {
    scenario: withStored(scenario, context),
    warnings: [{ code: otherLaneCode, message, gate: requireBaselines }],
  }
}

function compareOwn(scenario: ScenarioResult, baseline: Baseline, request: BaselineRequest): Part {
  const { now, betweenRuns } = request
  const context = { baseline, otherLane: false, now, betweenRuns }
  const counting = countingDifferences(baseline.environment, request.fingerprint)
  const timing = timingDifferences(baseline.environment, request.fingerprint)
  const compared = withStored(scenario, context)
  const measured = scenario.status.kind === 'measured'
  // Services elsewhere cannot be measured, and another major version need not count the same
  // things.
  const sameProvider = baseline.environment.provider === request.fingerprint.provider
  const complete = measured && counting.length === 0 && sameProvider
  return {
    scenario: complete ? withMissing(compared, context) : compared,
    warnings: [
      ...ageWarnings(scenario.name, context),
      ...differenceWarnings(scenario.name, [...counting, ...timing], counting.length > 0),
      ...(measured && counting.length === 0 ? counterGates(compared, baseline) : []),
      ...(measured ? inexactGates(compared, baseline) : []),
      ...(measured ? instructionGates(compared, context) : []),
    ],
  }
}

function withStored(scenario: ScenarioResult, context: StoredContext): ScenarioResult {
  const { metrics, counters } = context.baseline
  return {
    ...scenario,
    metrics: scenario.metrics.map((metric) => {
      const stored = own(metrics, metric.id)
      const head = metric.head?.median ?? null
      return stored === undefined
        ? metric
        : { ...metric, stored: storedMetric(stored, head, context) }
    }),
    counters: scenario.counters.map((counter) => {
      const stored = own(counters, counter.id)
      if (stored !== undefined && counter.exact) {
        return { ...counter, stored: storedCounter(stored, counter.head, context) }
      }
      return withStoredInstructions(scenario, counter, context)
    }),
  }
}

function withStoredInstructions(
  scenario: ScenarioResult,
  counter: CounterResult,
  context: StoredContext,
): CounterResult {
  const then = storedInstructions(scenario, counter, context.baseline)
  if (then === undefined || counter.head === null) return counter
  const stored = storedInexact(then, counter.head, isWithin(counter, then, context), context)
  return { ...counter, stored }
}

/**
 * Gates that the baseline has and the run lacks: they fail, or a gate could be lost by renaming it.
 */
function withMissing(scenario: ScenarioResult, context: StoredContext): ScenarioResult {
  const { baseline } = context
  const known = new Set([...scenario.metrics, ...scenario.counters].map(({ id }) => id))
  const verdict = { kind: 'missing' } as const
  const metrics = Object.entries(baseline.metrics)
    .filter(([id, { role }]) => role === 'gate' && !known.has(id))
    .map(([id, metric]): MetricResult => {
      const { title, unit, better, role } = metric
      const stored = storedMetric(metric, null, context)
      return {
        id,
        title,
        unit,
        better,
        role,
        base: null,
        head: null,
        change: null,
        stored,
        verdict,
      }
    })
  const counters = Object.entries(baseline.counters)
    .filter(([id, { role }]) => role === 'gate' && !known.has(id) && !isExactSum(id))
    .map(([id, counter]): CounterResult => {
      const { group, title, unit, role } = counter
      const stored = storedCounter(counter, null, context)
      return {
        id,
        group,
        title,
        unit,
        detail: null,
        exact: true,
        base: null,
        head: null,
        stored,
        role,
        verdict,
      }
    })
  return {
    ...scenario,
    metrics: [...scenario.metrics, ...metrics],
    counters: [...scenario.counters, ...counters],
  }
}

function ageWarnings(name: string, context: StoredContext): Warning[] {
  const days = Math.floor(ageDays(context))
  if (days <= staleAfterDays) return []
  return [
    warning(
      'baseline-stale',
      `the baseline of ${name} is ${days} days old, expected at most ${staleAfterDays}`,
    ),
  ]
}

function differenceWarnings(
  name: string,
  differences: readonly string[],
  counting: boolean,
): Warning[] {
  if (differences.length === 0) return []
  const consequence = counting ? ': its counters inform and do not gate' : ''
  return [
    warning(
      'baseline-environment',
      `the baseline of ${name} was measured with ${differences.join('; ')}${consequence}`,
    ),
  ]
}

function vanished({ scenarios, baselines, isSelected }: BaselineRequest): Part[] {
  const present = new Set(scenarios.map(({ name }) => name))
  const gone = [...baselines.own.values()].filter(
    ({ scenario }) => !present.has(scenario) && isSelected(scenario),
  )
  return gone.map(({ scenario: name, title, kind }) => {
    const status = { kind: 'missing' } as const
    const nothing = { metrics: [], counters: [], invariants: [], generations: [], load: null }
    const message = `scenario ${name} has a baseline in lane ${baselines.lane} and was not run`
    return {
      scenario: { name, title, kind, status, ...nothing },
      warnings: [{ code: 'scenario-vanished', message, gate: true }],
    }
  })
}

function own<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined
}
