import type { Baseline } from '../baseline/document.ts'
import { updateBaselines } from '../baseline/update.ts'
import { showBaselines, verifyBaselines } from '../baseline/verify.ts'
import { exact, plural } from '../counts.ts'
import { KnownFailure } from '../errors.ts'
import { plainText } from '../report/escape.ts'
import { scaleFor } from '../report/quantity.ts'
import { resultOf } from './result-of.ts'

/** `perf baseline update|show|verify`: text for the terminal. A check never comes here. */
export function baselineUpdate(resultFile: string, folder: string): string {
  const result = resultOf(resultFile)
  if (result.joined !== undefined) {
    const message = `${resultFile} joins several groups, expected the result of one run`
    throw new KnownFailure('input', message, { remedy: 'update from the result of each group' })
  }
  const changes = updateBaselines(result, folder)
  return changes
    .map(({ path, before, after }) => {
      const was = before === undefined ? 'new' : `was ${before.commit.slice(0, 8)}`
      return `${path}: commit ${after.commit.slice(0, 8)} (${was})`
    })
    .join('\n')
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
