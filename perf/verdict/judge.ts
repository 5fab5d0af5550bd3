import { seededRandom } from '../stats/random.ts'
import { makeSignFlips } from '../stats/sign-flips.ts'
import type { MetricResult, Outcome, ScenarioResult, Warning } from '../result/document.ts'
import type { MachineHealth } from '../result/circumstances.ts'
import { judgeCounters } from './judge-counters.ts'
import { type Columns, type JudgedMetric, judgeFamily } from './judge-metrics.ts'
import { notes } from './notes.ts'
import { decideOutcome } from './outcome.ts'
import { type PairedMetric, pairMetrics } from './pairs.ts'
import { policy, type ProfileName, type ProfilePolicy } from './policy.ts'
import type { ScenarioRecording } from '../result/recording.ts'
import { scenarioStatus } from './scenario-status.ts'
import { type Doubt, doubtFor, doubtsOf } from './validity.ts'

/**
 * `verdict/` decides: raw recordings and a policy in, verdicts out. It is pure, so that a recorded run
 * can be judged again, by this policy or another. What a stored baseline says is added afterwards by
 * `baseline/`; how it reads is `report/`'s business.
 */
export interface JudgeInput {
  readonly recordings: readonly ScenarioRecording[]
  readonly profile: ProfileName
  /** For sampled sign flips, above 16 generations; the run's own seed repeats its verdicts. */
  readonly seed: number
  readonly machine: MachineHealth
}

export interface Judgement {
  readonly scenarios: ScenarioResult[]
  readonly outcome: Outcome
  readonly warnings: Warning[]
}

export function judgeRun(input: JudgeInput): Judgement {
  const { recordings, machine } = input
  const profile = policy.profiles[input.profile]
  const paired = new Map(recordings.map((recording) => [recording, pairMetrics(recording)]))
  const judged = judgeFamilies(usable(paired), profile, input.seed)
  const controls = recordings.filter(({ kind }) => kind === 'control')
  const doubts = doubtsOf(
    controls.flatMap((recording) => paired.get(recording) ?? []),
    machine,
  )
  const scenarios = recordings.map((recording) =>
    scenarioResult(recording, paired.get(recording) ?? [], judged, doubts),
  )
  const warnings = notes(recordings, paired, doubts, profile)
  return { scenarios, warnings, outcome: decideOutcome(scenarios, warnings) }
}

type Paired = ReadonlyMap<ScenarioRecording, PairedMetric[]>

/** A saturated generator's numbers are not evidence, and must not weigh on the others' either. */
function usable(paired: Paired): PairedMetric[] {
  return [...paired].flatMap(([recording, metrics]) =>
    recording.generatorSaturated === undefined ? metrics : [],
  )
}

/** What gates is one family with one error rate; what informs is another, and cannot dilute the first. */
function judgeFamilies(
  metrics: readonly PairedMetric[],
  profile: ProfilePolicy,
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
      const results = judgeFamily(family, columns, flips, profile)
      return family.map((metric, index) => [metric, results[index] as JudgedMetric] as const)
    }),
  )
}

function scenarioResult(
  recording: ScenarioRecording,
  paired: readonly PairedMetric[],
  judged: ReadonlyMap<PairedMetric, JudgedMetric>,
  doubts: readonly Doubt[],
): ScenarioResult {
  const { name, title, kind, invariants, generations, load } = recording
  const status = scenarioStatus(recording)
  const reason = status.kind === 'invalid' ? status.reason : undefined
  const metrics = paired.map((metric) => {
    const result = judged.get(metric)?.result ?? withoutVerdict(metric)
    return doubted(result, kind === 'control' ? [] : doubts, reason)
  })
  const invalid = metrics.find(({ role, verdict }) => role === 'gate' && verdict.kind === 'invalid')
  return {
    name,
    title,
    kind,
    status: status.kind === 'measured' && invalid !== undefined ? invalidStatus(invalid) : status,
    metrics: byPolicy(metrics),
    counters: judgeCounters(recording.counters),
    invariants,
    generations,
    load,
  }
}

function doubted(
  result: MetricResult,
  doubts: readonly Doubt[],
  scenarioReason: string | undefined,
): MetricResult {
  const reason = scenarioReason ?? doubtFor(result.verdict, doubts)?.reason
  return reason === undefined ? result : { ...result, verdict: { kind: 'invalid', reason } }
}

function invalidStatus({ verdict }: MetricResult): ScenarioResult['status'] {
  return { kind: 'invalid', reason: verdict.kind === 'invalid' ? verdict.reason : '' }
}

function withoutVerdict({ policy: about, base, head }: PairedMetric): MetricResult {
  const { id, title, unit, better, role } = about
  const verdict = { kind: 'inconclusive', detectableEffect: null } as const
  return { id, title, unit, better, role, base, head, change: null, stored: null, verdict }
}

/** In the policy's order, which is the reader's; unknown ones after them by id. */
function byPolicy(metrics: readonly MetricResult[]): MetricResult[] {
  const order = new Map(policy.metrics.map(({ id }, index) => [id, index]))
  const rank = ({ id }: MetricResult) => order.get(id) ?? order.size
  return [...metrics].sort((a, b) => rank(a) - rank(b) || (a.id < b.id ? -1 : 1))
}
