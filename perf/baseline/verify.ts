import { existsSync, readdirSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { KnownFailure } from '../errors.ts'
import { lanePattern } from '../machine/lane.ts'
import { judgeRecordFolderName } from '../result/judge-figures.ts'
import { readCapped } from '../result/read.ts'
import { tolerancesFileName } from '../result/tolerances.ts'
import { type Baseline, maxBaselineBytes, parseBaseline, serialiseBaseline } from './document.ts'
import { lanesOf, readLane } from './store.ts'
import { readTolerances } from './tolerances.ts'

export interface BaselineProblem {
  readonly path: string
  /** State and expectation. */
  readonly message: string
}

export interface Verification {
  readonly verified: number
  readonly problems: readonly BaselineProblem[]
}

/** Every stored baseline: schema, form, and that it stands where it says it belongs. */
export function verifyBaselines(folder: string): Verification {
  const lanes = lanesOf(folder)
  const strays = existsSync(folder) ? strayFiles(folder) : []
  const files = lanes.flatMap((lane) =>
    readdirSync(join(folder, lane))
      .filter((name) => name !== judgeRecordFolderName)
      .toSorted()
      .map((name) => [lane, name] as const),
  )
  const found = files.flatMap(([lane, name]) => {
    const path = join(folder, lane, name)
    return problemsOf(path, lane).map((message) => ({ path, message }))
  })
  return { verified: files.length, problems: [...strays, ...found] }
}

/** All lanes, or the one asked for. Throws KnownFailure('usage') for a lane that has none. */
export function showBaselines(folder: string, lane?: string): Baseline[] {
  const lanes = lanesOf(folder)
  if (lane !== undefined && !lanes.includes(lane)) {
    const known = lanes.length === 0 ? 'none exists yet' : `known are ${lanes.join(', ')}`
    throw new KnownFailure(
      'usage',
      `lane "${lane}" has no baselines, expected one that has: ${known}`,
    )
  }
  return lanes
    .filter((name) => lane === undefined || name === lane)
    .flatMap((name) => [...readLane(folder, name).values()])
}

function strayFiles(folder: string): BaselineProblem[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => !entry.isDirectory() && entry.name !== 'README.md')
    .map(({ name }) => ({
      path: join(folder, name),
      message: 'stands beside the lanes, expected it in the folder of one',
    }))
}

function problemsOf(path: string, lane: string): string[] {
  if (!lanePattern.test(lane)) return [`is in folder "${lane}", expected a lane like "local-2cpu"`]
  return basename(path) === tolerancesFileName
    ? complaintOf(() => readTolerances(dirname(dirname(path)), lane))
    : problemsOfBaseline(path, lane)
}

function complaintOf(read: () => unknown): string[] {
  try {
    read()
    return []
  } catch (error) {
    if (error instanceof KnownFailure) return [error.message]
    throw error
  }
}

function problemsOfBaseline(path: string, lane: string): string[] {
  let text: string
  let baseline: Baseline
  try {
    text = readCapped(path, maxBaselineBytes) ?? ''
    baseline = parseBaseline(text, 'the file')
  } catch (error) {
    if (error instanceof KnownFailure) return [error.message]
    throw error
  }
  const { scenario, environment } = baseline
  const checks: [boolean, string][] = [
    [
      environment.lane === lane,
      `was measured in lane ${environment.lane}, expected the lane of its folder`,
    ],
    [
      basename(path) === `${scenario}.json`,
      `is of scenario ${scenario}, expected the file ${scenario}.json`,
    ],
    [
      serialiseBaseline(baseline) === text,
      'is not in canonical form, expected sorted keys, two spaces and a newline at the end',
    ],
  ]
  return checks.filter(([holds]) => !holds).map(([, message]) => message)
}
