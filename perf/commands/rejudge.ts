import { matchesGlob } from 'node:path'
import { compareWithBaselines } from '../baseline/compare.ts'
import { type LaneBaselines, readBaselines } from '../baseline/store.ts'
import { KnownFailure } from '../errors.ts'
import { lanePattern } from '../machine/lane.ts'
import { isExactSum } from '../result/counter-id.ts'
import type { CounterResult, RunResult, ScenarioResult, Warning } from '../result/document.ts'
import { judgeRun } from '../verdict/judge.ts'
import { decideOutcome } from '../verdict/outcome.ts'
import { policy, type ProfileName } from '../verdict/policy.ts'
import {
  type CounterPass,
  type CounterValue,
  recordingSchemaVersion,
  type ScenarioRecording,
} from '../result/recording.ts'

/** What the verdict rests on beside the raw numbers: all of it this checkout's or this repository's own. */
export interface Trusted {
  readonly baselinesFolder: string
  /** Which scenarios the run was asked for: one outside it has not vanished. */
  readonly scenarioGlob: string
  readonly now: Date
}

/**
 * Judges a stranger's result anew from its raw numbers, by this checkout's policy and baselines: the
 * verdicts that it carries were reached by the stranger's code. A document may accuse itself and never
 * acquit itself: a claimed failure stays, a claimed pass counts for nothing, and a claim of not having
 * measured takes the timings out and leaves "could not measure". The raw numbers remain forgeable, which
 * is why the comment informs and merges nothing.
 */
export function rejudge(claimed: RunResult, trusted: Trusted): RunResult {
  const present = claimed.scenarios.filter(({ status }) => status.kind !== 'missing')
  const judge = (unusable: ReadonlySet<string>) =>
    judgeRun({
      recordings: present.map((scenario) => recordingFrom(scenario, unusable)),
      profile: profileFrom(claimed.profile),
      seed: claimed.seed,
      machine: claimed.machine,
    })
  const first = judge(new Set())
  const unusable = unusableScenarios(present, first.scenarios)
  const judgement = unusable.size === 0 ? first : judge(unusable)
  const judged = new Map(judgement.scenarios.map((scenario) => [scenario.name, scenario]))
  const compared = compareWithBaselines({
    scenarios: claimed.scenarios.map((scenario) =>
      merged(scenario, judged.get(scenario.name), unusable),
    ),
    baselines: ownBaselines(trusted.baselinesFolder, laneFrom(claimed)),
    fingerprint: claimed.fingerprint,
    now: trusted.now,
    requireBaselines: false,
    isSelected: (scenario) => matchesGlob(scenario, trusted.scenarioGlob),
  })
  const { scenarios } = compared
  const warnings = union([...judgement.warnings, ...compared.warnings], claimed.warnings)
  return {
    ...claimed,
    policy: policy.version,
    scenarios,
    warnings,
    outcome: decideOutcome(scenarios, warnings),
  }
}

/** A lane becomes a folder name, so it has to look like one. */
function laneFrom({ fingerprint }: RunResult): string {
  if (lanePattern.test(fingerprint.lane)) return fingerprint.lane
  throw new KnownFailure(
    'input',
    'artifact result.json names no lane, expected one like local-2cpu',
  )
}

/** A broken baseline of ours must not read as a broken artifact, which is an 'input' failure too. */
function ownBaselines(folder: string, lane: string): LaneBaselines {
  try {
    return readBaselines(folder, lane)
  } catch (cause) {
    if (!(cause instanceof KnownFailure)) throw cause
    const message = `stored baselines of this checkout cannot be read: ${cause.message}`
    throw new KnownFailure('prerequisite', message, {
      cause,
      remedy: 'npm run perf -- baseline verify',
    })
  }
}

/**
 * What made a scenario invalid may not be in the document: its generator was the limit, its requests
 * failed in base. Then its timings are no evidence here either, nor may they weigh on the others'.
 */
function unusableScenarios(
  claimed: readonly ScenarioResult[],
  judged: readonly ScenarioResult[],
): ReadonlySet<string> {
  const measured = new Set(
    judged.filter(({ status }) => status.kind === 'measured').map(({ name }) => name),
  )
  const names = claimed.filter(({ status }) => status.kind === 'invalid').map(({ name }) => name)
  return new Set(names.filter((name) => measured.has(name)))
}

function merged(
  claimed: ScenarioResult,
  judged: ScenarioResult | undefined,
  unusable: ReadonlySet<string>,
): ScenarioResult {
  if (judged === undefined || claimed.status.kind === 'missing') return claimed
  const { status: said } = claimed
  if (said.kind === 'invalid' && unusable.has(claimed.name)) {
    const metrics = judged.metrics.map((metric) => ({ ...metric, verdict: said }))
    return { ...judged, metrics, status: said }
  }
  const status = judged.status.kind === 'measured' ? claimed.status : judged.status
  return { ...judged, status }
}

/** What the stranger's copy of the baselines said is dropped where it only informs: ours has spoken. */
function union(own: readonly Warning[], claimed: readonly Warning[]): Warning[] {
  const known = new Set(own.map(({ code, message }) => `${code} ${message}`))
  const kept = claimed.filter(
    ({ code, message, gate }) =>
      !known.has(`${code} ${message}`) && (gate || !code.startsWith('baseline-')),
  )
  return [...own, ...kept]
}

function profileFrom(name: string): ProfileName {
  const known = Object.keys(policy.profiles) as ProfileName[]
  return known.find((candidate) => candidate === name) ?? 'pr'
}

function recordingFrom(scenario: ScenarioResult, unusable: ReadonlySet<string>): ScenarioRecording {
  const { name, title, kind, generations, invariants, load } = scenario
  return {
    schema: recordingSchemaVersion,
    name,
    title,
    kind,
    generations,
    invariants,
    load,
    // Known to the policy or not: an unknown metric informs either way, under its own title.
    metricDescriptions: Object.fromEntries(
      scenario.metrics.map(({ id, title: said, unit, better }) => [
        id,
        { title: said, unit, better },
      ]),
    ),
    counters: passesFrom(scenario.counters),
    // Totals of requests are not in the document; what they led to is in the claimed status.
    requests: null,
    ...(unusable.has(name) ? { generatorSaturated: 'as the run that measured it said' } : {}),
  }
}

/**
 * The document keeps one value per arm and whether all passes agreed; that is all that the judge reads
 * of the passes, so two are written that agree, or just do not.
 */
function passesFrom(counters: readonly CounterResult[]): CounterPass[] {
  // The judge makes these sums by itself, from the members below them.
  const given = counters.filter(({ id }) => !isExactSum(id))
  if (given.length === 0) return []
  return (['base', 'head'] as const).flatMap((arm) =>
    ([1, 2] as const).map((pass) => ({ arm, pass, values: valuesOf(given, arm, pass) })),
  )
}

function valuesOf(
  counters: readonly CounterResult[],
  arm: 'base' | 'head',
  pass: 1 | 2,
): Record<string, CounterValue> {
  const values: Record<string, CounterValue> = Object.create(null)
  for (const { id, group, title, unit, detail, exact, ...arms } of counters) {
    const value = arms[arm]
    if (value === null) continue
    const disagreement = exact || pass === 1 ? 0 : Math.max(value, 1) * 1e-6
    values[id] = { value: value + disagreement, group, title, unit, detail }
  }
  return values
}
