import { matchesGlob } from 'node:path'
import { compareWithBaselines } from '../baseline/compare.ts'
import { profiles, type RunConfig } from '../config.ts'
import type { RunResult } from '../result/document.ts'
import type { MachineHealth } from '../result/circumstances.ts'
import { resultSchemaVersion } from '../result/document.ts'
import type { OpenSession } from '../session/open-session.ts'
import { judgeRun } from '../verdict/judge.ts'
import { decideOutcome } from '../verdict/outcome.ts'
import { policy } from '../verdict/policy.ts'
import type { ScenarioRecording } from '../result/recording.ts'
import { reproduceCommand } from './reproduce-command.ts'
import { withEvidence } from './evidence.ts'
import { readLaneRecords } from './lane-records.ts'

export interface JudgeRequest {
  readonly config: RunConfig
  readonly opened: OpenSession
  readonly recordings: readonly ScenarioRecording[]
  /** In generations; the last one is this judgement's. */
  readonly looksTaken: readonly number[]
  readonly machine: MachineHealth
  readonly startedAt: Date
}

/** Judges the recordings and puts everything that a reader needs into one document. */
export function judgeWithBaselines(request: JudgeRequest): RunResult {
  const { config, opened, recordings, looksTaken, machine, startedAt } = request
  const { session, revisions } = opened
  const { lane } = session.fingerprint
  const { baselines, tolerances, judge } = readLaneRecords(
    config.folders.baselines,
    lane,
    config.profile.name,
  )
  const isSelfCheck = revisions.base.tree === revisions.head.tree
  const judgement = judgeRun({
    recordings,
    profile: config.profile.name,
    ...lookOf(config, looksTaken),
    seed: config.seed,
    machine,
    ...(tolerances === undefined ? {} : { counterTolerances: tolerances }),
  })
  const compared = compareWithBaselines({
    scenarios: withEvidence(judgement.scenarios, recordings),
    baselines,
    fingerprint: session.fingerprint,
    now: startedAt,
    requireBaselines: config.requireBaselines,
    betweenRuns: policy.tolerance.betweenRuns,
    // By name, not by file: a scenario whose file is gone is exactly what must be noticed.
    isSelected: (name) => matchesGlob(name, config.scenarioGlob),
  })
  const warnings = [...judgement.warnings, ...compared.warnings]
  return {
    schema: resultSchemaVersion,
    runId: session.runId,
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    seed: config.seed,
    profile: config.profile.name,
    policy: policy.version,
    kind: isSelfCheck ? 'self-check' : 'comparison',
    base: revisions.base,
    head: revisions.head,
    fingerprint: session.fingerprint,
    machine,
    outcome: decideOutcome(compared.scenarios, warnings),
    warnings,
    scenarios: compared.scenarios,
    ...(judge === undefined ? {} : { judge }),
    looks: { declared: [...config.profile.looks], taken: [...looksTaken] },
    reproduce: reproduceCommand(config, revisions),
  }
}

/**
 * A number of generations asked for by hand is no declared look; the judge then takes the nearest
 * rule.
 */
function lookOf({ profile }: RunConfig, looksTaken: readonly number[]): { readonly look?: number } {
  const isDeclared = profile.looks === profiles[profile.name].looks
  return isDeclared ? { look: looksTaken.length - 1 } : {}
}
