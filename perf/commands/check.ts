import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { RunConfig } from '../config.ts'
import type { ClosingStack } from '../lifecycle/closing-stack.ts'
import { openRunLedger, type RunLedger } from '../lifecycle/run-ledger.ts'
import { sweepDeadRuns } from '../lifecycle/sweep.ts'
import type { RunResult } from '../result/document.ts'
import { openSession, type SessionProgress } from '../session/open-session.ts'
import { followProgress, progressFile } from '../session/progress-file.ts'
import { resolveRequest } from '../session/resolve-request.ts'
import type { UntimedEvent } from '../measuring/measure-scenario.ts'
import { judgeWithBaselines } from './judge-with-baselines.ts'
import { explainRegressions } from './explain-regressions.ts'
import { type MeasuringRequest, measureUntilDecided } from './measure-until-decided.ts'
import { observeMachine } from './observe-machine.ts'
import { Pace } from './time-budget.ts'
import { reportFiles, writeReports } from './write-reports.ts'

/**
 * The main job: measure head against base, judge, report. Everything it starts ends with it,
 * whatever happens in between.
 */
export interface CheckOutput {
  readonly event: (event: UntimedEvent) => void
}

/** Whatever is open now can be closed at once by an interrupt. */
export interface RunScope {
  readonly closing: ClosingStack
  /** The run's ledger, for whoever must end it at once. */
  ledger: RunLedger | undefined
  /** Its end is a signal: to be stopped is what it is for, and no failure. */
  runsUntilStopped?: boolean
  /** What an interrupt leaves on purpose, as a sentence. */
  kept?: string
}

export async function check(
  config: RunConfig,
  output: CheckOutput,
  scope: RunScope,
): Promise<RunResult> {
  const startedAt = new Date()
  const startMs = performance.now()
  const pace = new Pace(() => performance.now())
  const progress = sessionProgress(output)
  const revisions = await resolveRequest(config, progress)
  const machine = await observeMachine(config)
  if (machine.busy !== undefined) {
    output.event({ kind: 'note', level: 'warning', message: machine.busy })
  }
  if (existsSync(join(config.outFolder, reportFiles.json))) {
    scope.kept = `The reports in ${config.outFolder} are those of the last run that came to its end`
  }
  await sweepDeadRuns(config.folders.runs)
  scope.ledger = scope.closing.use(await openRunLedger(config.folders.runs))
  const opened = scope.closing.use(
    await openSession({ config, revisions, ledger: scope.ledger, progress }),
  )
  const measuring: MeasuringRequest = {
    opened,
    scope,
    output,
    machine,
    pace,
    startMs,
    judge: (recordings, looksTaken) =>
      judgeWithBaselines({
        config,
        opened,
        recordings,
        looksTaken,
        machine: machine.health(opened.environment),
        startedAt,
      }),
  }
  using _follow = followProgress(progressFile(opened.session.ledgerFolder), (event) => {
    pace.see(event)
    output.event(event)
  })
  const decided = await measureUntilDecided(measuring)
  const result = await explainRegressions(measuring, config.repository, decided)
  await writeReports(result, config.outFolder)
  scope.kept = `The reports in ${config.outFolder} are those of this run, which had come to its verdict`
  progress.phase('stop', 'Stopping services')
  await scope.closing.disposeAsync()
  return result
}

function sessionProgress(output: CheckOutput): SessionProgress {
  return {
    phase: (phase, title) => output.event({ kind: 'phase', phase, title }),
    note: (message) => output.event({ kind: 'note', message }),
  }
}
