import type { RunConfig } from '../config.ts'
import type { MachineHealth, RunResult } from '../result/document.ts'
import { resultSchemaVersion } from '../result/document.ts'
import type { OpenSession } from '../session/open-session.ts'
import { judgeRun } from '../verdict/judge.ts'
import { policy } from '../verdict/policy.ts'
import type { ScenarioRecording } from '../verdict/recording.ts'

export interface JudgeRequest {
  readonly config: RunConfig
  readonly opened: OpenSession
  readonly recordings: readonly ScenarioRecording[]
  readonly expectedScenarios: readonly string[]
  readonly machine: MachineHealth
  readonly startedAt: Date
}

/** Judges the recordings and puts everything that a reader needs into one document. */
export function judgeWithBaselines(request: JudgeRequest): RunResult {
  const { config, opened, recordings, machine, startedAt } = request
  const { session, revisions } = opened
  const judgement = judgeRun({
    recordings,
    profile: config.profile.name,
    seed: config.seed,
    machine,
  })
  return {
    schema: resultSchemaVersion,
    runId: session.runId,
    startedAt: startedAt.toISOString(),
    durationMs: Date.now() - startedAt.getTime(),
    seed: config.seed,
    profile: config.profile.name,
    policy: policy.version,
    kind: revisions.base.tree === revisions.head.tree ? 'self-check' : 'comparison',
    base: revisions.base,
    head: revisions.head,
    fingerprint: session.fingerprint,
    machine,
    outcome: judgement.outcome,
    warnings: judgement.warnings,
    scenarios: judgement.scenarios,
    reproduce: reproduceCommand(config, opened),
  }
}

function reproduceCommand(config: RunConfig, { revisions }: OpenSession): string {
  const words = ['npm run perf --', `--profile ${config.profile.name}`]
  words.push(`--base ${revisions.base.commit.slice(0, 12)}`)
  if (!revisions.head.dirty) words.push(`--head ${revisions.head.commit.slice(0, 12)}`)
  if (config.scenarioGlob !== '*') words.push(`--scenario '${config.scenarioGlob}'`)
  words.push(`--seed ${config.seed}`)
  return words.join(' ')
}
