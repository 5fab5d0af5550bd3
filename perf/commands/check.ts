import type { RunConfig } from '../config.ts'
import { openRunLedger, type RunLedger } from '../lifecycle/run-ledger.ts'
import { sweepDeadRuns } from '../lifecycle/sweep.ts'
import type { RunResult } from '../result/document.ts'
import { openSession, type SessionProgress } from '../session/open-session.ts'
import { followProgress, progressFile } from '../session/progress-file.ts'
import { runScenarios, selectScenarios } from '../session/run-scenarios.ts'
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
  const recordings = await measure(opened, scenarios, output)
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

async function measure(opened: Opened, scenarios: readonly string[], output: CheckOutput) {
  const { session, environment } = opened
  using _follow = followProgress(progressFile(session.ledgerFolder), output.event)
  const measured = runScenarios(session, scenarios)
  measured.catch(() => {
    // Handled by the race; a death that comes first leaves this one unread.
  })
  // A service that dies ends the run at once; its failure says more than the timeouts that follow it.
  return Promise.race([measured, deathOf(environment)])
}

async function deathOf(environment: Opened['environment']): Promise<never> {
  throw await (environment.died ?? new Promise<never>(() => {}))
}

function sessionProgress(output: CheckOutput): SessionProgress {
  return {
    phase: (phase, title) => output.event({ kind: 'phase', phase, title }),
    note: (message) => output.event({ kind: 'note', message }),
  }
}
