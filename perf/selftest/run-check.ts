import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { KnownFailure } from '../errors.ts'
import type { RunLedger } from '../lifecycle/run-ledger.ts'
import { spawnOwned } from '../lifecycle/spawn-owned.ts'
import type { RunResult } from '../result/document.ts'
import { readResultFile } from '../result/read.ts'

/**
 * One ordinary check, as a person starts it: a process of its own, known by its flags and its
 * result.json.
 */
export interface CheckRequest {
  readonly ledger: RunLedger
  /** Ended with the rest when the self-test is stopped. */
  readonly closing: AsyncDisposableStack
  /** The checkout whose command line is run. */
  readonly repository: string
  readonly base: string
  readonly head: string
  readonly outFolder: string
  /** Flags that are handed on as they are. */
  readonly flags: readonly string[]
}

export interface FinishedCheck {
  readonly result: RunResult
  readonly durationMs: number
}

/** It stops its own services, databases and checkouts first. */
const stopTimeoutMs = 60_000
const linesQuoted = 8

/** Exit codes 0, 1 and 2 are verdicts as long as there is a result; without one it is a failure. */
export async function runCheck(request: CheckRequest): Promise<FinishedCheck> {
  const { base, head, outFolder, repository, ledger } = request
  const startMs = performance.now()
  await using check = request.closing.use(
    await spawnOwned({
      ledger,
      what: 'check',
      command: process.execPath,
      args: [
        join(repository, 'perf', 'cli.ts'),
        'check',
        `--base=${base}`,
        `--head=${head}`,
        `--out=${outFolder}`,
        ...request.flags,
      ],
      cwd: repository,
      // On GitHub it would write a job summary of its own for every round; the lane is handed on as
      // a flag.
      env: { GITHUB_ACTIONS: undefined, NO_COLOR: '1' },
      failureCode: 'load',
      stopTimeoutMs,
    }),
  )
  const end = await check.ended
  const durationMs = performance.now() - startMs
  const file = join(outFolder, 'result.json')
  if (existsSync(file)) return { result: readResultFile(file), durationMs }
  const said = check.lastOutput().slice(-linesQuoted).join('\n')
  const how = end.signal ?? `exit code ${end.code}`
  throw new KnownFailure('load', `a check ended by ${how} without a result, it said:\n${said}`)
}
