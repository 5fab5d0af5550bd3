import type { TestProject } from 'vitest/node'
import { processEnvironment, runConfig } from '../config.ts'
import { parseCommandLine } from '../flags.ts'
import { openRunLedger } from '../lifecycle/run-ledger.ts'
import { sweepDeadRuns } from '../lifecycle/sweep.ts'
import { openSession } from './open-session.ts'
import { readSessionFile, sessionFileVariable } from './session-file.ts'
import type { Session } from './session.ts'

/**
 * vitest's global set-up of the `perf` project. Under `npm run perf` the session exists already; under
 * plain `npx vitest --project perf NAME` it is opened here, with the defaults of the command line.
 */
declare module 'vitest' {
  interface ProvidedContext {
    session: Session
    /** The worker prints its own verdict, because nobody else will. */
    standalone: boolean
  }
}

export default async function setup(project: TestProject): Promise<(() => Promise<void>) | void> {
  const file = processEnvironment[sessionFileVariable]
  project.provide('standalone', file === undefined)
  if (file !== undefined) {
    project.provide('session', readSessionFile(file))
    return undefined
  }
  const config = runConfig(parseCommandLine([]).flags, processEnvironment)
  const say = (line: string) => process.stderr.write(`${line}\n`)
  await using opening = new AsyncDisposableStack()
  await sweepDeadRuns(config.folders.runs)
  const ledger = opening.use(await openRunLedger(config.folders.runs))
  const progress = { phase: (_phase: string, title: string) => say(title), note: say }
  const opened = opening.use(await openSession(config, ledger, progress))
  project.provide('session', opened.session)
  const kept = opening.move()
  return () => kept.disposeAsync()
}
