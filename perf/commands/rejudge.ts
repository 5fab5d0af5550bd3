import { matchesGlob } from 'node:path'
import { compareWithBaselines } from '../baseline/compare.ts'
import { KnownFailure } from '../errors.ts'
import { explain } from '../explain/explain.ts'
import { lanePattern } from '../machine/lane.ts'
import type { RunResult, ScenarioResult, Warning } from '../result/document.ts'
import type { ChangedLines } from '../result/evidence.ts'
import { judgeRun } from '../verdict/judge.ts'
import { decideOutcome } from '../verdict/outcome.ts'
import { policy, type ProfileName } from '../verdict/policy.ts'
import { type LaneRecords, readLaneRecords } from './lane-records.ts'
import { recordingFrom } from './recording-from-result.ts'

/**
 * What the verdict rests on beside the raw numbers: all of it this checkout's or this repository's
 * own.
 */
export interface Trusted {
  readonly baselinesFolder: string
  /** Which scenarios the run was asked for: one outside it has not vanished. */
  readonly scenarioGlob: string
  readonly now: Date
}

/**
 * Judges a stranger's result anew from its raw numbers, by this checkout's policy and baselines:
 * the verdicts that it carries were reached by the stranger's code. A document may accuse itself
 * and never acquit itself: a claimed failure stays, a claimed pass counts for nothing, and a claim
 * of not having measured takes the timings out and leaves "could not measure". The raw numbers
 * remain forgeable, which is why the comment informs and merges nothing.
 */
export function rejudge(claimed: RunResult, trusted: Trusted): RunResult {
  const present = claimed.scenarios.filter(({ status }) => status.kind !== 'missing')
  const {
    baselines,
    tolerances,
    judge: figures,
  } = ownRecords(trusted.baselinesFolder, laneFrom(claimed), claimed.profile)
  const judge = (unusable: ReadonlySet<string>) =>
    judgeRun({
      recordings: present.map((scenario) => recordingFrom(scenario, unusable.has(scenario.name))),
      profile: profileFrom(claimed.profile),
      seed: claimed.seed,
      machine: claimed.machine,
      ...(tolerances === undefined ? {} : { counterTolerances: tolerances }),
    })
  const first = judge(new Set())
  const unusable = unusableScenarios(present, first.scenarios)
  const judgement = unusable.size === 0 ? first : judge(unusable)
  const judged = new Map(judgement.scenarios.map((scenario) => [scenario.name, scenario]))
  const compared = compareWithBaselines({
    scenarios: claimed.scenarios.map((scenario) =>
      merged(scenario, judged.get(scenario.name), unusable),
    ),
    baselines,
    fingerprint: claimed.fingerprint,
    now: trusted.now,
    requireBaselines: false,
    betweenRuns: policy.tolerance.betweenRuns,
    isSelected: (scenario) => matchesGlob(scenario, trusted.scenarioGlob),
  })
  const changedLines = claimed.changedLines ?? []
  const scenarios = compared.scenarios.map((scenario) => explainedAnew(scenario, changedLines))
  const ours = [...otherRules(claimed), ...judgement.warnings, ...compared.warnings]
  const warnings = union(ours, claimed.warnings)
  const { judge: _claimedFigures, ...claims } = claimed
  return {
    ...claims,
    ...(figures === undefined ? {} : { judge: figures }),
    policy: policy.version,
    scenarios,
    warnings,
    outcome: decideOutcome(scenarios, warnings),
  }
}

/** Why is said by our rules, too, out of what the stranger's run saw. */
function explainedAnew(
  { causes: _claimed, ...scenario }: ScenarioResult,
  changedLines: ChangedLines,
): ScenarioResult {
  const causes = explain({ scenario, changedLines })
  return scenario.evidence === undefined ? scenario : { ...scenario, causes }
}

/** A lane becomes a folder name, so it has to look like one. */
function laneFrom({ fingerprint }: RunResult): string {
  if (lanePattern.test(fingerprint.lane)) return fingerprint.lane
  throw new KnownFailure(
    'input',
    'artifact result.json names no lane, expected one like local-2cpu',
  )
}

/**
 * A broken baseline of ours must not read as a broken artifact, which is an 'input' failure too.
 */
function ownRecords(folder: string, lane: string, profile: string): LaneRecords {
  try {
    return readLaneRecords(folder, lane, profile)
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
 * What made a scenario invalid may not be in the document: its generator was the limit, its
 * requests failed in base. Then its timings are no evidence here either, nor may they weigh on the
 * others'.
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
  // A scenario whose system died says so of itself, and has nothing left to be judged by.
  const isClaimed = judged.status.kind === 'measured' || said.kind === 'failed'
  const status = isClaimed && judged.status.kind !== 'failed' ? said : judged.status
  const { causes } = claimed
  return { ...judged, status, ...(causes === undefined ? {} : { causes }) }
}

/**
 * What the stranger's copy of the baselines said is dropped where it only informs: ours has spoken.
 */
function union(own: readonly Warning[], claimed: readonly Warning[]): Warning[] {
  const known = new Set(own.map(({ code, message }) => `${code} ${message}`))
  const kept = claimed.filter(
    ({ code, message, gate }) =>
      !known.has(`${code} ${message}`) && (gate || !code.startsWith('baseline-')),
  )
  return [...own, ...kept]
}

const strictest: ProfileName = 'pr'

function profileFrom(name: string): ProfileName {
  const known = Object.keys(policy.profiles) as ProfileName[]
  return known.find((candidate) => candidate === name) ?? strictest
}

/**
 * Judged by other rules than it was measured for: verdicts may differ, and the reader must know
 * why.
 */
function otherRules(claimed: RunResult): Warning[] {
  const rules: string[] = []
  if (claimed.policy !== policy.version) {
    rules.push(`by policy ${shown(claimed.policy)}, here by policy ${policy.version}`)
  }
  if (!Object.hasOwn(policy.profiles, claimed.profile)) {
    rules.push(`by profile ${shown(claimed.profile)}, unknown here, and here by ${strictest}`)
  }
  return rules.map((rule) => ({
    code: 'judged-anew',
    message: `The run was judged ${rule}`,
    gate: false,
  }))
}

function shown(text: string): string {
  return JSON.stringify(text.slice(0, 50))
}
