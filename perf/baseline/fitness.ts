import { KnownFailure } from '../errors.ts'
import { lanePattern } from '../machine/lane.ts'
import type { RunResult, ScenarioResult } from '../result/document.ts'
import { aboveBaselineCode, noBaselineCode, otherLaneCode } from '../result/warning.ts'
import { scenarioPattern } from './scenario-name.ts'
import { refreshOfResult } from './refresh-command.ts'

/**
 * Whether a run may become what everybody is gated by. What failed, was slower, was disturbed,
 * could not measure, or measured a tree that no commit names may not. Throws KnownFailure('input')
 * that says which, and what to run.
 */
export function refuseUnfit(result: RunResult): void {
  const { fingerprint, head, outcome, scenarios } = result
  const remedy = refreshOfResult(result)
  const refuse = (state: string, other = remedy) => {
    throw new KnownFailure('input', `result ${state}: no baseline was written`, { remedy: other })
  }
  if (!lanePattern.test(fingerprint.lane)) {
    refuse(`is of lane "${fingerprint.lane}", expected a name like "local-2cpu"`)
  }
  if (head.dirty) {
    const state = `measured ${head.ref} with changes that are not committed, expected a commit`
    refuse(state)
  }
  if (scenarios.length === 0) refuse('has no scenario, expected at least one')
  const scenario = scenarios.map(unfitScenario).find((state) => state !== undefined)
  if (scenario !== undefined) refuse(scenario)
  const disturbed = disturbance(result)
  if (disturbed !== undefined) {
    refuse(disturbed, 'run it again while nothing else uses the machine')
  }
  if (outcome === 'invalid') refuse('could not measure, expected a run that decided its gates')
  const broken = brokenGate(scenarios)
  if (broken !== undefined) {
    refuse(
      result.kind === 'self-check'
        ? `has ${broken} against itself, expected a calm machine`
        : `has ${broken} against base, expected a run that neither loses nor slows a gate`,
    )
  }
  const failure = failureOfItsOwn(result)
  if (failure !== undefined) refuse(`failed (${failure}), expected a run that did not`)
}

function unfitScenario({ name, status, invariants }: ScenarioResult): string | undefined {
  if (!scenarioPattern.test(name)) {
    return `has a scenario named "${name}", expected letters, digits and dashes`
  }
  const broken = invariants.find(({ violations }) => violations > 0)
  if (broken !== undefined) {
    return `has invariant ${broken.id} of ${name} violated ${broken.violations} times in ${broken.arm}, expected 0`
  }
  return status.kind === 'measured'
    ? undefined
    : `has scenario ${name} ${status.kind}, expected it measured`
}

/**
 * Of the judge's warning about a negative control that moved, or stolen CPU; it says what was
 * expected.
 */
const doubtCode = 'doubt'

/**
 * A control that ran slower in head leaves every verdict standing that it cannot have made, and the
 * run passes; but these are head's own figures, and they would be stored as those of a calm
 * machine.
 */
function disturbance({ warnings }: RunResult): string | undefined {
  const doubt = warnings.find(({ code }) => code === doubtCode)
  return doubt === undefined ? undefined : `is of a disturbed machine (${doubt.message})`
}

/** The first gate that regressed or that only base has, as "scenario/id regressed". */
function brokenGate(scenarios: readonly ScenarioResult[]): string | undefined {
  return scenarios
    .flatMap(({ name, metrics, counters }) =>
      [...metrics, ...counters]
        .filter(({ role }) => role === 'gate')
        .flatMap(({ id, verdict, base }) => {
          if (verdict.kind === 'regressed') return [`${name}/${id} regressed`]
          // What only the store has is dropped on purpose: a new baseline is what mends it.
          return verdict.kind === 'missing' && base !== null ? [`${name}/${id} lost`] : []
        }),
    )
    .at(0)
}

/** What stored baselines themselves fail a run by: new ones are what mends it. */
const ofTheStore: ReadonlySet<string> = new Set([aboveBaselineCode, noBaselineCode, otherLaneCode])

function failureOfItsOwn({ warnings }: RunResult): string | undefined {
  return warnings.find(({ code, gate }) => gate && !ofTheStore.has(code))?.message
}
