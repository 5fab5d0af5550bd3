import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { KnownFailure } from '../errors.ts'
import type { RunResult } from '../result/document.ts'
import { type Baseline, parseBaseline, serialiseBaseline } from './document.ts'
import { refuseUnfit } from './fitness.ts'
import { baselineFrom } from './from-result.ts'
import { baselinePath } from './store.ts'

export interface BaselineChange {
  readonly path: string
  readonly before: Baseline | undefined
  readonly after: Baseline
}

/**
 * What head measured, one file per scenario of `folder`, beside what is stored there, for whoever
 * reviews them. Throws KnownFailure('input') for a run that makes no baseline.
 */
export function baselineChanges(result: RunResult, folder: string): BaselineChange[] {
  refuseUnfit(result)
  return result.scenarios.map((scenario) => {
    const path = baselinePath(folder, result.fingerprint.lane, scenario.name)
    return { path, before: stored(path), after: baselineFrom(result, scenario) }
  })
}

/** Throws KnownFailure('disk'). */
export function writeBaselines(changes: readonly BaselineChange[]): void {
  for (const { path, after } of changes) write(path, serialiseBaseline(after))
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
