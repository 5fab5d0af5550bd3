import { existsSync } from 'node:fs'
import { KnownFailure } from '../errors.ts'
import type { RunLedger } from './run-ledger.ts'

export interface StoppedRun {
  /** Undefined where the run was stopped before it had started anything. */
  readonly ledger: Pick<RunLedger, 'folder'> | undefined
  /** By a second signal, at once. */
  readonly forced: boolean
  /** What the run leaves on purpose, as a sentence. */
  readonly kept: string | undefined
}

/** A run's folder goes last, and only when everything in its ledger has gone. */
export function isAllRemoved({ ledger, forced }: Omit<StoppedRun, 'kept'>): boolean {
  return !forced && (ledger === undefined || !existsSync(ledger.folder))
}

/** Why the run ended, with what became of what it had started. */
export function tellStopped(reason: KnownFailure, run: StoppedRun): KnownFailure {
  const words = [reason.message, endOf(run), run.kept].filter((word) => word !== undefined)
  const remedy = isAllRemoved(run) ? {} : { remedy: 'npm run perf -- clean' }
  return new KnownFailure(reason.code, words.join('. '), remedy)
}

function endOf(run: StoppedRun): string {
  if (run.ledger === undefined) return 'It had not started anything yet'
  if (isAllRemoved(run)) return 'Everything that it started is stopped and removed'
  return run.forced
    ? 'Its processes were killed at once; what else it made is removed by the next run, or by clean'
    : 'Not everything that it started could be removed; clean tries again and says what is left'
}
