import type { Baseline } from '../baseline/document.ts'
import { refreshOfResult } from '../baseline/refresh-command.ts'
import { baselineChanges, writeBaselines } from '../baseline/update.ts'
import { showBaselines, verifyBaselines } from '../baseline/verify.ts'
import { exact, plural } from '../counts.ts'
import { KnownFailure } from '../errors.ts'
import { plainText } from '../report/escape.ts'
import { scaleFor } from '../report/quantity.ts'
import type { RunResult } from '../result/document.ts'
import { isOnMainBranch } from '../target/main-branch.ts'
import { resultOf } from './result-of.ts'

export interface UpdateRequest {
  readonly resultFile: string
  /** Of the baselines. */
  readonly folder: string
  /** The clone that says what is on the main branch. */
  readonly repository: string
  /** Asked for by a flag: the measured commit may be of a branch. */
  readonly unmerged: boolean
}

/** `perf baseline update|show|verify`: text for the terminal. A check never comes here. */
export async function baselineUpdate(request: UpdateRequest): Promise<string> {
  const result = resultOf(request.resultFile)
  if (result.joined !== undefined) {
    const message = `${request.resultFile} joins several groups, expected the result of one run`
    throw new KnownFailure('input', message, { remedy: 'update from the result of each group' })
  }
  const changes = baselineChanges(result, request.folder)
  const remarks = await unmergedRemarks(result, request)
  writeBaselines(changes)
  const written = changes.map(({ path, before, after }) => {
    const was = before === undefined ? 'new' : `was ${before.commit.slice(0, 8)}`
    return `${path}: commit ${after.commit.slice(0, 8)} (${was})`
  })
  return [...written, ...remarks].join('\n')
}

/**
 * What is stored gates everybody, so it is of what everybody has, unless someone says otherwise.
 */
async function unmergedRemarks(
  result: RunResult,
  { repository, unmerged }: UpdateRequest,
): Promise<string[]> {
  const { head } = result
  if (await isOnMainBranch(head.commit, repository)) return []
  const state = `measured ${head.ref} at ${head.commit.slice(0, 12)}, which is not on the main branch`
  if (unmerged) {
    return [
      `warning: the result ${state}: store it with the change that it belongs to, or not at all`,
    ]
  }
  const remedy = `${refreshOfResult(result)}; or, for what this branch itself is to store, npm run perf -- baseline update --unmerged`
  const message = `result ${state}, expected a commit that is: no baseline was written`
  throw new KnownFailure('input', message, { remedy })
}

export function baselineShow(folder: string, lane: string | undefined): string {
  const stored = showBaselines(folder, lane)
  if (stored.length === 0) return 'no baseline is stored yet'
  return stored.map(describe).join('\n\n')
}

function describe(baseline: Baseline): string {
  const { scenario, environment, commit, measuredAt, metrics } = baseline
  const lines = Object.values(metrics).map(({ title, unit, median, spread, n }) => {
    const scale = scaleFor(unit, median)
    return `  ${plainText(title)}: ${scale(median)} (IQR ${scale(spread)}, n = ${n})`
  })
  const counters = Object.keys(baseline.counters).length
  return [
    `${environment.lane}/${scenario} at ${commit.slice(0, 12)}, ${measuredAt}`,
    ...lines,
    ...instructionLines(baseline),
    `  ${plural(counters, 'counter')}`,
  ].join('\n')
}

function instructionLines({ instructions }: Baseline): string[] {
  if (instructions === undefined) return []
  const { tools, values } = instructions
  return Object.entries(values).map(
    ([id, value]) => `  ${plainText(id)}: ${exact(value)} (${plainText(tools)})`,
  )
}

/** Throws when a stored baseline is not what it should be. */
export function baselineVerify(folder: string): string {
  const { verified, problems } = verifyBaselines(folder)
  if (problems.length > 0) {
    const said = problems.map(({ path, message }) => `${path} ${message}`).join('\n')
    throw new KnownFailure('input', `${baselines(problems.length)} not in order:\n${said}`)
  }
  return `${baselines(verified)} in order`
}

function baselines(count: number): string {
  return plural(count, 'stored baseline is', 'stored baselines are')
}
