import { KnownFailure } from '../errors.ts'
import { explain } from '../explain/explain.ts'
import type { RunResult, ScenarioResult, Warning } from '../result/document.ts'
import type { ChangedLines } from '../result/evidence.ts'
import { runTask } from '../session/run-task.ts'
import { changedLines } from '../target/changed-lines.ts'
import { withEvidence } from './evidence.ts'
import type { MeasuringRequest } from './measure-until-decided.ts'

/**
 * Looks inside both arms of every scenario that got slower, and puts what was seen into its result.
 * An inspection that fails takes nothing from the verdict: the run is judged already, and says that
 * it could not be explained.
 */
export async function explainRegressions(
  { opened, scope, output }: Pick<MeasuringRequest, 'opened' | 'scope' | 'output'>,
  repository: string,
  result: RunResult,
): Promise<RunResult> {
  const scenarios = result.scenarios.filter(gotSlower).map(({ name }) => name)
  if (scenarios.length === 0) return result
  const title = `Looking inside both arms for why ${scenarios.join(', ')} got slower`
  output.event({ kind: 'phase', phase: 'explain', title })
  try {
    const task = { kind: 'explain', scenarios } as const
    const changed = await changedLines(repository, opened.revisions)
    const recordings = await runTask(opened, task, scope.closing)
    const seen = { ...result, scenarios: withEvidence(result.scenarios, recordings) }
    return withCauses(seen, changed)
  } catch (failure) {
    if (!(failure instanceof KnownFailure)) throw failure
    return { ...result, warnings: [...result.warnings, notExplained(failure)] }
  }
}

function gotSlower({ kind, metrics, counters }: ScenarioResult): boolean {
  return (
    kind !== 'control' &&
    [...metrics, ...counters].some(
      ({ role, verdict }) => role === 'gate' && verdict.kind === 'regressed',
    )
  )
}

function withCauses(result: RunResult, changed: ChangedLines): RunResult {
  const scenarios = result.scenarios.map((scenario) =>
    gotSlower(scenario)
      ? { ...scenario, causes: explain({ scenario, changedLines: changed }) }
      : scenario,
  )
  return { ...result, scenarios, changedLines: changed }
}

function notExplained({ message }: KnownFailure): Warning {
  const code = 'not-explained'
  return { code, message: `what got slower could not be looked into: ${message}`, gate: false }
}
