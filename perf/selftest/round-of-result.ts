import { isTotal } from '../result/counter-id.ts'
import type { CounterResult, RunResult, ScenarioResult } from '../result/document.ts'
import { assess, isCauseRight, type Truth } from './assess.ts'
import { packGenerations, rounded } from './packed-generations.ts'
import {
  type JudgeRound,
  judgeRoundSchemaVersion,
  type RecordedCounter,
  type RecordedInstructions,
  type RecordedScenario,
} from './record.ts'

export interface RoundRequest {
  readonly result: RunResult
  /** Name of the planted change, or `self-check`. */
  readonly change: string
  readonly patch: string | null
  readonly truth: Truth
  readonly scenarioGlob: string
  readonly countsInstructions: boolean
  /** From the command to its end, which the run itself cannot know. */
  readonly durationMs: number
}

const causesKept = 5
/**
 * A statement that changed brings calls, rows, blocks and WAL; a handful of changes is all that is
 * told.
 */
const changedCountersKept = 40

/**
 * A run as a round: everything that a judge needs to try again, nothing that a reader of reports
 * needs.
 */
export function roundOfResult(request: RoundRequest): JudgeRound {
  const { result, truth } = request
  const assessment = assess(result, truth)
  const { looks, repeated } = result
  return {
    schema: judgeRoundSchemaVersion,
    change: request.change,
    patch: request.patch,
    harmful: truth.harmful,
    takenAt: new Date(result.startedAt).toISOString(),
    durationMs: Math.round(request.durationMs),
    commit: result.base.commit,
    profile: result.profile,
    policy: result.policy,
    seed: result.seed,
    scenarioGlob: request.scenarioGlob,
    countsInstructions: request.countsInstructions,
    fingerprint: result.fingerprint,
    machine: shortened(result.machine),
    outcome: result.outcome,
    assessment,
    causeRight: isCauseRight(result, assessment, truth),
    ...(looks === undefined ? {} : { looks: looks.taken }),
    ...(repeated === undefined ? {} : { repeated: repeated.reason }),
    scenarios: result.scenarios.map(recordedScenario),
  }
}

function recordedScenario(scenario: ScenarioResult): RecordedScenario {
  const { name, kind, status, generations, metrics, counters, causes = [] } = scenario
  return {
    name,
    kind,
    status: { kind: status.kind, reason: 'reason' in status ? status.reason : null },
    generations: packGenerations(generations),
    metrics: metrics.map(({ id, role, verdict }) => ({ id, role, verdict: shortened(verdict) })),
    counters: recordedCounters(counters),
    instructions: recordedInstructions(scenario),
    causes: causes
      .slice(0, causesKept)
      .map(({ kind: of, title, place, touched }) => ({ kind: of, title, place, touched })),
  }
}

function recordedCounters(counters: readonly CounterResult[]): RecordedCounter[] {
  const changed = counters.filter(
    (counter) =>
      !isTotal(counter) &&
      (counter.verdict.kind === 'regressed' || counter.verdict.kind === 'improved'),
  )
  return [...counters.filter(isTotal), ...changed.slice(0, changedCountersKept)].map(
    ({ id, role, exact, base, head, tolerance, verdict }) => ({
      id,
      role,
      exact,
      base,
      head,
      ...(tolerance === undefined ? {} : { tolerance: rounded(tolerance) ?? 0 }),
      verdict: shortened(verdict),
    }),
  )
}

function recordedInstructions({ evidence }: ScenarioResult): RecordedInstructions[] {
  const counted = evidence?.instructions
  if (counted?.kind !== 'counted') return []
  const values = (of: readonly number[]) => of.flatMap((value) => rounded(value) ?? [])
  return counted.readings.map(({ process, base, head }) => ({
    process,
    tools: counted.tools,
    base: values(base),
    head: values(head),
  }))
}

/** Its numbers to as many digits as the pairs have; a counter's own values stay exact. */
function shortened<Value extends object>(value: Value): Value {
  const members = Object.entries(value).map(([name, member]) => [
    name,
    typeof member === 'number' ? rounded(member) : (member as unknown),
  ])
  return Object.fromEntries(members) as Value
}
