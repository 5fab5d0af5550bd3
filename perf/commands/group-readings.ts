import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { KnownFailure } from '../errors.ts'
import { downloadResult, listResults, type ResultArtifact } from '../github/artifact.ts'
import type { GithubClient } from '../github/client.ts'
import type { CompletedRun } from '../github/event.ts'
import { controlScenario } from '../result/control-scenario.ts'
import type { RunResult } from '../result/document.ts'
import { groupResultName } from '../result/group-results.ts'
import { parseResult } from '../result/read.ts'
import { unmeasuredGroup } from '../result/warning.ts'
import { globOf, type ScenarioGroup } from '../scenarios/groups.ts'
import { type GroupResult, joinGroups } from '../verdict/join-groups.ts'
import type { CommentConfig } from './comment-config.ts'
import { rejudge } from './rejudge.ts'

/**
 * What the groups of a stranger's run left, judged anew one by one and joined here. One that is
 * refused or missing takes nothing from what the others found, and keeps the whole from passing.
 */
export type GroupReading =
  | { readonly kind: 'accepted'; readonly result: RunResult; readonly problem: undefined }
  | {
      readonly kind: 'absent' | 'refused'
      readonly result: RunResult
      readonly problem: KnownFailure
    }
  /** No group left anything that can be told. */
  | {
      readonly kind: 'absent' | 'refused'
      readonly result: undefined
      readonly problem: KnownFailure
    }

export async function readResults(
  config: CommentConfig,
  client: GithubClient,
  run: CompletedRun,
): Promise<GroupReading> {
  try {
    const artifacts = await listResults(client, config.github, run)
    const claims = await claimsOf(config, client, artifacts)
    return readingOf(config, run, claims)
  } catch (failure) {
    return { kind: 'refused', result: undefined, problem: artifactProblem(failure) }
  }
}

/** What is wrong with an artifact is the pull request's to know; what is wrong with us is not. */
function artifactProblem(failure: unknown): KnownFailure {
  if (failure instanceof KnownFailure && failure.code === 'input') return failure
  throw failure
}

interface Claims {
  readonly results: readonly GroupResult[]
  readonly refused: ReadonlyMap<string, KnownFailure>
}

/** In the order of the table; groups that only the pull request knows come last. */
async function claimsOf(
  config: CommentConfig,
  client: GithubClient,
  artifacts: ReadonlyMap<string, ResultArtifact>,
): Promise<Claims> {
  const results: GroupResult[] = []
  const refused = new Map<string, KnownFailure>()
  const known = config.groups.map(({ name }) => name)
  for (const group of new Set([...known, ...[...artifacts.keys()].toSorted()])) {
    const artifact = artifacts.get(group)
    if (artifact === undefined) continue
    try {
      results.push({ group, result: await claimOf(config, client, artifact) })
    } catch (failure) {
      refused.set(group, artifactProblem(failure))
    }
  }
  return { results, refused }
}

async function claimOf(
  config: CommentConfig,
  client: GithubClient,
  artifact: ResultArtifact,
): Promise<RunResult> {
  const folder = await mkdtemp(join(config.temporaryFolder, 'plumbline-artifact-'))
  try {
    const text = await downloadResult(client, config.github, artifact, folder)
    const claimed = parseResult(text, 'artifact result.json')
    if (claimed.joined === undefined) return claimed
    const message = 'artifact result.json is joined already, expected the result of one run'
    throw new KnownFailure('input', message)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function readingOf(config: CommentConfig, run: CompletedRun, claims: Claims): GroupReading {
  const { measured, refused } = judgedAnew(config, claims)
  const [problem] = refused.values()
  if (measured.length === 0) {
    return problem === undefined
      ? { kind: 'absent', result: undefined, problem: noResult(run, config.groups) }
      : { kind: 'refused', result: undefined, problem }
  }
  const reasons = new Map([...refused].map(([group, { message }]) => [group, refusal(message)]))
  const ended = endOf(run, claims)
  const result = joinGroups({ measured, expected: config.groups, reasons, ...ended })
  if (problem !== undefined) return { kind: 'refused', result, problem }
  const absent = result.joined && result.warnings.find(({ code }) => code === unmeasuredGroup)
  return absent === undefined
    ? { kind: 'accepted', result, problem: undefined }
    : { kind: 'absent', result, problem: new KnownFailure('input', absent.message) }
}

const refusal = (message: string) => `its result was refused: ${message}`

function noResult({ runId }: CompletedRun, groups: readonly ScenarioGroup[]): KnownFailure {
  const expected = groups.map(({ name }) => groupResultName({ group: name, attempt: 1 })).join(', ')
  const message = `run ${runId} uploaded no result, expected the artifacts ${expected}`
  return new KnownFailure('input', message)
}

interface Judged {
  readonly measured: readonly GroupResult[]
  readonly refused: ReadonlyMap<string, KnownFailure>
}

function judgedAnew(config: CommentConfig, { results, refused }: Claims): Judged {
  const measured: GroupResult[] = []
  const unfit = new Map(refused)
  for (const { group, result } of results) {
    try {
      const scenarioGlob = globOf(wantedOf(group, config.groups, results))
      const trusted = { baselinesFolder: config.baselinesFolder, scenarioGlob, now: new Date() }
      measured.push({ group, result: rejudge(result, trusted) })
    } catch (failure) {
      unfit.set(group, artifactProblem(failure))
    }
  }
  return { measured, refused: unfit }
}

/**
 * Those of the group's scenarios that have vanished where it lacks them; another group may have
 * them now.
 */
function wantedOf(
  group: string,
  groups: readonly ScenarioGroup[],
  results: readonly GroupResult[],
): readonly string[] {
  const others = results.filter((each) => each.group !== group)
  const elsewhere = new Set(
    others.flatMap(({ result }) => result.scenarios.map(({ name }) => name)),
  )
  const own = groups.find(({ name }) => name === group)?.scenarios ?? []
  return own.filter((name) => name === controlScenario || !elsewhere.has(name))
}

/**
 * How the run ended says something where every result claims to have passed: then one of them is
 * older than its job, or a job failed that measures nothing, as the one that joins. Beside one that
 * did not pass, jobs fail as they should.
 */
function endOf({ conclusion }: CompletedRun, { results }: Claims): { readonly ended?: string } {
  const allPassed = results.every(({ result }) => result.outcome === 'passed')
  return conclusion === null || !allPassed ? {} : { ended: conclusion }
}
