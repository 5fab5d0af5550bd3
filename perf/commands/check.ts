import { setTimeout as sleep } from 'node:timers/promises'
import type { RunConfig } from '../config.ts'
import { openRunLedger, type RunLedger } from '../lifecycle/run-ledger.ts'
import { sweepDeadRuns } from '../lifecycle/sweep.ts'
import type { RunResult } from '../result/document.ts'
import { openSession, type SessionProgress } from '../session/open-session.ts'
import { followProgress, progressFile } from '../session/progress-file.ts'
import { selectScenarios, startScenarios } from '../session/run-scenarios.ts'
import type { UntimedEvent } from '../measuring/measure-scenario.ts'
import { judgeWithBaselines } from './judge-with-baselines.ts'
import { observeMachine } from './observe-machine.ts'
import { writeReports } from './write-reports.ts'

/**
 * The main job: measure head against base, judge, report. Everything it starts ends with it, whatever
 * happens in between.
 */
export interface CheckOutput {
  readonly event: (event: UntimedEvent) => void
}

/** Whatever is open now can be closed at once by an interrupt. */
export interface RunScope {
  readonly closing: AsyncDisposableStack
  /** The run's ledger, for whoever must end it at once. */
  ledger: RunLedger | undefined
}

export async function check(
  config: RunConfig,
  output: CheckOutput,
  scope: RunScope,
): Promise<RunResult> {
  const startedAt = new Date()
  const scenarios = selectScenarios(config.scenarioGlob)
  const progress = sessionProgress(output)
  const machine = await observeMachine(config)
  await sweepDeadRuns(config.folders.runs)
  scope.ledger = scope.closing.use(await openRunLedger(config.folders.runs))
  const opened = scope.closing.use(await openSession(config, scope.ledger, progress))
  progress.phase('measure', `Measuring ${scenarios.join(', ')}`)
  const recordings = await measure(opened, scenarios, output, scope)
  progress.phase('judge', 'Judging')
  const result = judgeWithBaselines({
    config,
    opened,
    recordings,
    machine: machine.health(),
    startedAt,
  })
  await writeReports(result, config.outFolder)
  progress.phase('stop', 'Stopping services')
  await scope.closing.disposeAsync()
  return result
}

type Opened = Awaited<ReturnType<typeof openSession>>

async function measure(
  opened: Opened,
  scenarios: readonly string[],
  output: CheckOutput,
  scope: RunScope,
) {
  const { session, environment } = opened
  using _follow = followProgress(progressFile(session.ledgerFolder), output.event)
  // Opened last, so that whoever closes the scope ends the load before the services under it.
  await using run = scope.closing.use(await startScenarios(session, opened.ledger, scenarios))
  const died = environment.died ?? new Promise<never>(() => {})
  try {
    // A service that dies ends the run at once; its failure says more than the timeouts that follow it.
    return await Promise.race([run.recordings, died.then(rejected)])
  } catch (failure) {
    const told = sleep(deathIsToldWithinMs, undefined, { ref: false })
    throw (await Promise.race([died, told])) ?? failure
  }
}

/** The load may fail by a service's death a little before the death itself is known. */
const deathIsToldWithinMs = 1_000

function rejected(failure: Error): never {
  throw failure
}

function sessionProgress(output: CheckOutput): SessionProgress {
  return {
    phase: (phase, title) => output.event({ kind: 'phase', phase, title }),
    note: (message) => output.event({ kind: 'note', message }),
  }
}
