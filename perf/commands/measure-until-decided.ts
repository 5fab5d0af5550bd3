import type { CheckOutput, RunScope } from './check.ts'
import type { RunResult } from '../result/document.ts'
import type { ScenarioRecording } from '../result/recording.ts'
import type { OpenSession } from '../session/open-session.ts'
import { followProgress, progressFile } from '../session/progress-file.ts'
import { runTask } from '../session/run-task.ts'
import { decided } from '../verdict/decided.ts'

export interface MeasuringRequest {
  readonly opened: OpenSession
  readonly scope: RunScope
  readonly output: CheckOutput
  readonly judge: (
    recordings: readonly ScenarioRecording[],
    looksTaken: readonly number[],
  ) => RunResult
}

/**
 * Measures up to each declared look, and ends at the first that leaves nothing to decide. Which looks there
 * are, and what share of the error rate each may spend, was declared before the run.
 */
export async function measureUntilDecided(request: MeasuringRequest): Promise<RunResult> {
  const { opened, scope, output, judge } = request
  const { session } = opened
  const { looks } = session.profile
  const { scenarios } = session.task
  using _follow = followProgress(progressFile(session.ledgerFolder), output.event)
  let result: RunResult | undefined
  for (const [index, to] of looks.entries()) {
    const task = { scenarios, from: looks[index - 1] ?? 0, to }
    output.event({ kind: 'phase', phase: 'measure', title: titleOf(task) })
    const recordings = await runTask(opened, task, scope.closing)
    output.event({ kind: 'phase', phase: 'judge', title: 'Judging' })
    result = judge(recordings, looks.slice(0, index + 1))
    if (decided(result)) return result
  }
  if (result === undefined) throw new Error(`profile ${session.profile.name} declares no look`)
  return result
}

function titleOf({
  scenarios,
  from,
  to,
}: {
  scenarios: readonly string[]
  from: number
  to: number
}) {
  const names = scenarios.join(', ')
  return from === 0
    ? `Measuring ${names}: ${to} generations`
    : `Not decided after ${from} generations; measuring ${names} up to ${to}`
}
