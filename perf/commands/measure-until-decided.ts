import { plural } from '../counts.ts'
import type { RunResult } from '../result/document.ts'
import type { ScenarioRecording } from '../result/recording.ts'
import type { OpenSession } from '../session/open-session.ts'
import { runTask } from '../session/run-task.ts'
import type { MeasureTask } from '../session/session.ts'
import { decided, repeatReason } from '../verdict/decided.ts'
import { policy } from '../verdict/policy.ts'
import type { CheckOutput, RunScope } from './check.ts'
import type { MachineObservation } from './observe-machine.ts'
import { type Pace, timeIsOver } from './time-budget.ts'

export interface MeasuringRequest {
  readonly opened: OpenSession
  readonly scope: RunScope
  readonly output: CheckOutput
  readonly machine: MachineObservation
  /** Told of everything that the run tells of its progress. */
  readonly pace: Pace
  /** On the clock of `performance.now()`. */
  readonly startMs: number
  readonly judge: (
    recordings: readonly ScenarioRecording[],
    looksTaken: readonly number[],
  ) => RunResult
}

/**
 * Measures until the declared rule has decided. What the machine disturbed is measured once more,
 * with other tosses of the coin, and the first measurement is thrown away and said to have been.
 */
export async function measureUntilDecided(request: MeasuringRequest): Promise<RunResult> {
  const first = await measureLooks(request)
  const reason = repeatReason(first)
  if (reason === undefined) return first
  const title = `Measuring once more, because the first measurement is invalid: ${reason}`
  request.output.event({ kind: 'phase', phase: 'measure', title })
  const { opened } = request
  request.machine.restart(opened.environment)
  const session = { ...opened.session, seed: anotherSeed(opened.session.seed) }
  const startMs = performance.now()
  const second = await measureLooks({ ...request, startMs, opened: { ...opened, session } })
  return { ...second, repeated: { reason } }
}

/** Follows from the run's own, so that the run can be repeated as a whole. */
function anotherSeed(seed: number): number {
  return (seed + 1) >>> 0
}

/**
 * Up to each declared look, ending at the first that leaves nothing to decide. Which looks there
 * are, and what share of the error rate each may spend, was declared before the run.
 */
async function measureLooks(request: MeasuringRequest): Promise<RunResult> {
  const { opened, scope, output, judge } = request
  const { profile, task } = opened.session
  let result: RunResult | undefined
  for (const [index, to] of profile.looks.entries()) {
    const from = profile.looks[index - 1] ?? 0
    const look: MeasureTask = { kind: 'measure', scenarios: task.scenarios, from, to }
    output.event({ kind: 'phase', phase: 'measure', title: titleOf(look) })
    const recordings = await runTask(opened, look, scope.closing)
    output.event({ kind: 'phase', phase: 'judge', title: 'Judging' })
    result = judge(recordings, profile.looks.slice(0, index + 1))
    const next = profile.looks[index + 1]
    if (decided(result) || next === undefined) return result
    const reason = reasonToStop(request, to, next)
    if (reason !== undefined) return withNote(result, reason)
  }
  if (result === undefined) throw new Error(`profile ${profile.name} declares no look`)
  return result
}

function reasonToStop(request: MeasuringRequest, from: number, to: number): string | undefined {
  const { pace, startMs, opened } = request
  const { budgetMinutes } = policy.profiles[opened.session.profile.name]
  if (budgetMinutes === undefined) return undefined
  const elapsedMs = performance.now() - startMs
  return timeIsOver({ elapsedMs, generationMs: pace.generationMs, from, to, budgetMinutes })
}

function withNote(result: RunResult, message: string): RunResult {
  return {
    ...result,
    warnings: [...result.warnings, { code: 'look-left-out', message, gate: false }],
  }
}

function titleOf({ scenarios, from, to }: MeasureTask): string {
  const names = scenarios.join(', ')
  return from === 0
    ? `Measuring ${names}: ${plural(to, 'generation')}`
    : `Not decided after ${plural(from, 'generation')}; measuring ${names} up to ${to}`
}
