import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { KnownFailure } from '../errors.ts'
import { lanePattern } from '../machine/lane.ts'
import type { RunResult } from '../result/document.ts'
import { type Baseline, parseBaseline, scenarioPattern, serialiseBaseline } from './document.ts'
import { baselineFrom } from './from-result.ts'
import { baselinePath } from './store.ts'

export interface BaselineChange {
  readonly path: string
  readonly before: Baseline | undefined
  readonly after: Baseline
}

/**
 * Writes what head measured to `folder`, one file per scenario, and returns old and new for whoever
 * reviews them. All or nothing is decided before the first write: a run that failed, could not measure,
 * was disturbed or measured a tree that no commit names makes no baseline.
 */
export function updateBaselines(result: RunResult, folder: string): BaselineChange[] {
  refuseUnfit(result)
  const changes = result.scenarios.map((scenario) => {
    const path = baselinePath(folder, result.fingerprint.lane, scenario.name)
    return { path, before: stored(path), after: baselineFrom(result, scenario) }
  })
  for (const { path, after } of changes) write(path, serialiseBaseline(after))
  return changes
}

/** Of the judge's warning about a negative control that moved, or stolen CPU; it says what was expected. */
const doubtCode = 'doubt'

function refuseUnfit(result: RunResult): void {
  const { fingerprint, head, outcome, scenarios, warnings } = result
  if (!lanePattern.test(fingerprint.lane)) {
    throw unfit(`is of lane "${fingerprint.lane}", expected a name like "local-2cpu"`)
  }
  if (head.dirty) {
    throw unfit(
      `measured ${head.ref} with changes that are not committed, expected a commit`,
      'commit them and run again, or name a commit by --head',
    )
  }
  if (scenarios.length === 0) throw unfit('has no scenario, expected at least one')
  for (const { name, status } of scenarios) {
    if (!scenarioPattern.test(name))
      throw unfit(`has a scenario named "${name}", expected letters, digits and dashes`)
    if (status.kind !== 'measured')
      throw unfit(`has scenario ${name} ${status.kind}, expected it measured`)
  }
  // A control that ran slower in head leaves every verdict standing that it cannot have made, and the run
  // passes; but these are head's own figures, and they would be stored as those of a calm machine.
  const doubt = warnings.find(({ code }) => code === doubtCode)
  if (doubt !== undefined) {
    throw unfit(
      `is of a disturbed machine (${doubt.message})`,
      'run it again while nothing else uses the machine',
    )
  }
  if (outcome === 'invalid') throw unfit('could not measure, expected a run that decided its gates')
  const alarm = result.kind === 'self-check' ? regressedMetric(scenarios) : undefined
  if (alarm !== undefined)
    throw unfit(`has ${alarm} regressed against itself, expected a calm machine`)
}

/** The first gate metric that regressed, as scenario/id. */
function regressedMetric(scenarios: RunResult['scenarios']): string | undefined {
  return scenarios
    .flatMap(({ name, metrics }) =>
      metrics
        .filter(({ role, verdict }) => role === 'gate' && verdict.kind === 'regressed')
        .map(({ id }) => `${name}/${id}`),
    )
    .at(0)
}

function unfit(state: string, remedy?: string): KnownFailure {
  const message = `result ${state}: no baseline was written`
  return new KnownFailure('input', message, remedy === undefined ? {} : { remedy })
}

function stored(path: string): Baseline | undefined {
  try {
    return parseBaseline(readFileSync(path, 'utf8'), path)
  } catch {
    // Absent or broken: either way there is no old value to show, and the new one replaces it.
    return undefined
  }
}

/** A reader sees the old file or the new one, never half of it. */
function write(path: string, text: string): void {
  const draft = `${path}.${process.pid}.tmp`
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(draft, text)
    renameSync(draft, path)
  } catch (cause) {
    rmSync(draft, { force: true })
    throw new KnownFailure('disk', `${path} could not be written, expected a writable folder`, {
      cause,
    })
  }
}
