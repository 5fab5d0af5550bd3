import { seededRandom } from '../stats/random.ts'
import { makeSignFlips } from '../stats/sign-flips.ts'
import type { MetricResult, Outcome, ScenarioResult, Warning } from '../result/document.ts'
import type { MachineHealth } from '../result/circumstances.ts'
import type { CounterTolerances, ScenarioTolerances } from '../result/tolerances.ts'
import { counterWarnings } from './counter-warnings.ts'
import { judgeCounters } from './judge-counters.ts'
import { judgeInstructions } from './judge-instructions.ts'
import { type Columns, type JudgedMetric, judgeFamily } from './judge-metrics.ts'
import { objectiveWarnings } from './objectives.ts'
import { othersWarning } from './others-warning.ts'
import { decideOutcome } from './outcome.ts'
import { own } from './own.ts'
import { aboutOf, type PairedMetric, pairMetrics } from './pairs.ts'
import { type LookRule, lookReached, lookRule } from './looks.ts'
import { policy, type ProfileName } from './policy.ts'
import type { ScenarioRecording } from '../result/recording.ts'
import { scenarioStatus } from './scenario-status.ts'
import { type Doubt, doubtFor, doubtsOf } from './validity.ts'
import { measurementWarnings } from './warnings.ts'

/**
 * `verdict/` decides: raw recordings and a policy in, verdicts out. It is pure, so that a recorded
 * run can be judged again, by this policy or another. What a stored baseline says is added
 * afterwards by `baseline/`; how it reads is `report/`'s business.
 */
export interface JudgeInput {
  readonly recordings: readonly ScenarioRecording[]
  readonly profile: ProfileName
  /**
   * Which declared look this is, from 0; without it, the one that so many generations belong to.
   */
  readonly look?: number
  /** For sampled sign flips, above `exactUpToPairs`; the run's own seed repeats its verdicts. */
  readonly seed: number
  readonly machine: MachineHealth
  /**
   * How far counters of equal arms have been seen apart on this lane; without it such counters
   * inform.
   */
  readonly counterTolerances?: CounterTolerances
}

export interface Judgement {
  readonly scenarios: ScenarioResult[]
  readonly outcome: Outcome
  readonly warnings: Warning[]
}

export function judgeRun(input: JudgeInput): Judgement {
  const { recordings, machine } = input
  const look = lookRule(input.profile, input.look ?? lookReached(input.profile, recordings))
  const paired = new Map(recordings.map((recording) => [recording, pairMetrics(recording)]))
  const judged = judgeFamilies(usable(paired), look, input.seed)
  const controls = recordings.filter(({ kind }) => kind === 'control')
  const doubts = doubtsOf(
    controls
      .flatMap((recording) => paired.get(recording) ?? [])
      .map((metric) => ({ metric, change: judged.get(metric)?.result.change ?? null })),
    machine,
  )
  const scenarios = recordings.map((recording) =>
    scenarioResult(recording, paired.get(recording) ?? [], judged, doubts, input),
  )
  const warnings = [
    ...othersWarning(machine),
    ...measurementWarnings(recordings, paired, doubts, look),
    ...recordings.flatMap((recording, index) => {
      const scenario = scenarios[index] as ScenarioResult
      return [
        ...objectiveWarnings(recording, scenario.metrics),
        ...counterWarnings(recording, scenario, tolerancesOf(recording, input)),
      ]
    }),
  ]
  return { scenarios, warnings, outcome: decideOutcome(scenarios, warnings) }
}

type Paired = ReadonlyMap<ScenarioRecording, PairedMetric[]>

/** A saturated generator's numbers are not evidence, and must not weigh on the others' either. */
function usable(paired: Paired): PairedMetric[] {
  return [...paired].flatMap(([recording, metrics]) =>
    recording.generatorSaturated === undefined ? metrics : [],
  )
}

/**
 * What gates is one family with one error rate; what informs is another, and cannot dilute the
 * first.
 */
function judgeFamilies(
  metrics: readonly PairedMetric[],
  look: LookRule,
  seed: number,
): Map<PairedMetric, JudgedMetric> {
  const indexes = new Set(metrics.flatMap(({ worse }) => [...worse.keys()]))
  const columns: Columns = new Map(
    [...indexes].sort((a, b) => a - b).map((index, at) => [index, at]),
  )
  const flips = makeSignFlips(columns.size, seededRandom(seed))
  return new Map(
    (['gate', 'inform'] as const).flatMap((role) => {
      const family = metrics.filter((metric) => metric.policy.role === role)
      const results = judgeFamily(family, columns, flips, look)
      return family.map((metric, index) => [metric, results[index] as JudgedMetric] as const)
    }),
  )
}

function scenarioResult(
  recording: ScenarioRecording,
  paired: readonly PairedMetric[],
  judged: ReadonlyMap<PairedMetric, JudgedMetric>,
  doubts: readonly Doubt[],
  input: JudgeInput,
): ScenarioResult {
  const { name, title, kind, invariants, generations, load, evidence } = recording
  const status = scenarioStatus(recording)
  const invalidity = status.kind === 'invalid' ? status : undefined
  const metrics = paired.map((metric) => {
    const result = judged.get(metric)?.result ?? withoutVerdict(metric)
    return doubted(result, kind === 'control' ? [] : doubts, invalidity)
  })
  const invalid = metrics
    .filter(({ role }) => role === 'gate')
    .map(({ verdict }) => verdict)
    .find((verdict) => verdict.kind === 'invalid')
  const tolerances = tolerancesOf(recording, input)
  return {
    name,
    title,
    kind,
    status: status.kind === 'measured' ? (invalid ?? status) : status,
    metrics: byPolicy(metrics),
    counters: [
      ...judgeCounters(recording.counters, tolerances),
      ...judgeInstructions(evidence?.instructions, tolerances),
    ],
    invariants,
    generations,
    load,
    ...warmUpOf(recording),
    ...(evidence === undefined ? {} : { evidence }),
  }
}

function tolerancesOf(
  { name }: ScenarioRecording,
  { counterTolerances }: JudgeInput,
): ScenarioTolerances {
  return own(counterTolerances?.scenarios ?? {}, name) ?? {}
}

function warmUpOf(recording: ScenarioRecording): Pick<ScenarioResult, 'warmUp'> {
  const { warmUpOperations: operations, warmUpIsFlat: isFlat } = recording
  return operations === undefined || isFlat === undefined ? {} : { warmUp: { operations, isFlat } }
}

type Invalidity = Extract<ScenarioResult['status'], { kind: 'invalid' }>

function doubted(
  result: MetricResult,
  doubts: readonly Doubt[],
  invalidity: Invalidity | undefined,
): MetricResult {
  if (invalidity !== undefined) return { ...result, verdict: invalidity }
  const doubt = doubtFor(result.verdict, doubts)
  if (doubt === undefined) return result
  const { reason, code } = doubt
  return { ...result, verdict: { kind: 'invalid', reason, code } }
}

function withoutVerdict({ policy: known, base, head }: PairedMetric): MetricResult {
  const verdict = { kind: 'inconclusive', detectableEffect: null } as const
  return { ...aboutOf(known), base, head, change: null, stored: null, verdict }
}

/** In the policy's order, which is the reader's; unknown ones after them by id. */
function byPolicy(metrics: readonly MetricResult[]): MetricResult[] {
  const order = new Map(policy.metrics.map(({ id }, index) => [id, index]))
  const rank = ({ id }: MetricResult) => order.get(id) ?? order.size
  return [...metrics].sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1))
}
