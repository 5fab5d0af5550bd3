import { type Dirent, existsSync, readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { type Environment, outFolder } from '../config.ts'
import { KnownFailure } from '../errors.ts'
import type { Flags } from '../flags.ts'
import { appendJobSummary } from '../github/job-summary.ts'
import { markdownText } from '../report/escape.ts'
import { renderJobSummary } from '../report/job-summary.ts'
import type { RunResult } from '../result/document.ts'
import {
  type GroupResultName,
  newestOfGroups,
  parseGroupResultName,
} from '../result/group-results.ts'
import { readResultFile } from '../result/read.ts'
import { type ScenarioGroup, selectGroups } from '../scenarios/groups.ts'
import { type GroupResult, joinGroups } from '../verdict/join-groups.ts'
import { reportFiles } from './write-reports.ts'

/**
 * `perf join`: one result of those that the jobs of a run left in a folder, one for each scenario
 * group.
 */
export interface JoinConfig {
  /** Has one folder for each artifact, named as the artifact, with its result.json. */
  readonly from: string
  /** Whose results have to be there. */
  readonly groups: readonly ScenarioGroup[]
  /** Of the run; results of later ones are not its own. */
  readonly attempt: number
  /** What the jobs that measure ended as; undefined where nobody says. */
  readonly ended: string | undefined
  readonly outFolder: string
  /** GITHUB_STEP_SUMMARY, where there is one. */
  readonly jobSummaryPath: string | undefined
}

export function joinConfig(flags: Flags, environment: Environment): JoinConfig {
  if (flags.from === undefined) {
    throw new KnownFailure('usage', '--from is not given, expected the folder with the results', {
      remedy: 'npm run perf -- join --from DIR',
    })
  }
  const attempt = Number(environment['GITHUB_RUN_ATTEMPT'] ?? '')
  return {
    from: resolve(flags.from),
    groups: selectGroups(flags.scenario),
    attempt: attempt >= 1 ? attempt : Number.POSITIVE_INFINITY,
    ended: flags.ended,
    outFolder: outFolder(flags),
    jobSummaryPath: environment['GITHUB_STEP_SUMMARY'] || undefined,
  }
}

/**
 * Throws KnownFailure('input') where no group left a result, or results cannot stand beside each
 * other.
 */
export async function joinResults(config: JoinConfig): Promise<RunResult> {
  const { jobSummaryPath } = config
  try {
    const result = joined(config)
    if (jobSummaryPath !== undefined)
      await appendJobSummary(jobSummaryPath, renderJobSummary(result))
    return result
  } catch (failure) {
    if (failure instanceof KnownFailure && jobSummaryPath !== undefined) {
      const said = markdownText(failure.message, 600)
      await appendJobSummary(jobSummaryPath, `### 🟡 Could not measure: ${said}`)
    }
    throw failure
  }
}

function joined({ from, groups, attempt, ended }: JoinConfig): RunResult {
  const measured: GroupResult[] = []
  const reasons = new Map<string, string>()
  for (const [group, { file }] of resultFiles(from, groups, attempt)) {
    try {
      measured.push({ group, result: resultOfOneRun(file) })
    } catch (failure) {
      if (!(failure instanceof KnownFailure)) throw failure
      reasons.set(group, failure.message)
    }
  }
  const said = ended === undefined ? {} : { ended }
  return joinGroups({ measured, expected: groups, reasons, ...said })
}

interface ResultFile extends GroupResultName {
  readonly file: string
}

/** By group, in the order of the table; groups that are in no table come last. */
function resultFiles(
  folder: string,
  groups: readonly ScenarioGroup[],
  attempt: number,
): readonly (readonly [string, ResultFile])[] {
  const single = join(folder, reportFiles.json)
  if (existsSync(single)) return [ofSingle(single, groups)]
  const all = foldersIn(folder).flatMap(({ name }): ResultFile[] => {
    const parsed = parseGroupResultName(name)
    return parsed === undefined ? [] : [{ ...parsed, file: join(folder, name, reportFiles.json) }]
  })
  const order = new Map(groups.map(({ name }, index) => [name, index]))
  const rank = (name: string) => order.get(name) ?? groups.length
  return [...newestOfGroups(all, attempt)].toSorted(([a], [b]) => rank(a) - rank(b))
}

/**
 * actions/download-artifact makes no folder where a pattern matches one artifact: whose it is, is
 * said inside.
 */
function ofSingle(file: string, groups: readonly ScenarioGroup[]): readonly [string, ResultFile] {
  const names = new Set(readResultFile(file).scenarios.map(({ name }) => name))
  const own = groups.filter(({ scenarios }) => scenarios.every((name) => names.has(name)))
  const [group] = own
  if (own.length !== 1 || group === undefined) {
    const known = groups.map(({ name }) => name).join(', ')
    const state = `${file} measured ${[...names].join(', ')}`
    throw new KnownFailure('input', `${state}, expected the scenarios of one group of ${known}`)
  }
  return [group.name, { group: group.name, attempt: 1, file }]
}

/** None where there is no such folder: nothing was downloaded into it. */
function foldersIn(folder: string): Dirent[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory())
}

function resultOfOneRun(file: string): RunResult {
  const result = readResultFile(file)
  if (result.joined === undefined) return result
  throw new KnownFailure('input', `${file} is joined already, expected the result of one run`)
}
