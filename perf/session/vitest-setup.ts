import type { TestProject } from 'vitest/node'
import { flagsFrom, processEnvironment, runConfig } from '../config.ts'
import { ClosingStack } from '../lifecycle/closing-stack.ts'
import { killRunNow } from '../lifecycle/force-end.ts'
import { type Interrupt, onInterrupt } from '../lifecycle/interrupt.ts'
import { openRunLedger, type RunLedger } from '../lifecycle/run-ledger.ts'
import { sweepDeadRuns } from '../lifecycle/sweep.ts'
import { openSession } from './open-session.ts'
import { resolveRequest } from './resolve-request.ts'
import { readSessionFile, sessionFileVariable } from './session-file.ts'
import type { Session } from './session.ts'

/**
 * vitest's global set-up of the `perf` project. Under `npm run perf` the session exists already;
 * under plain `npx vitest run --project perf NAME` it is opened here, with the flags of the command
 * line that PLUMBLINE_FLAGS holds, else with their defaults.
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
  const config = runConfig(flagsFrom(processEnvironment), processEnvironment)
  const say = (line: string) => process.stderr.write(`${line}\n`)
  const closing = new ClosingStack()
  let ledger: RunLedger | undefined
  // Listens until all else is closed: a signal in between would leave what is still to be removed.
  closing.use(endInOrder(closing, () => ledger && killRunNow(ledger)))
  try {
    const progress = { phase: (_phase: string, title: string) => say(title), note: say }
    const revisions = await resolveRequest(config, progress)
    await sweepDeadRuns(config.folders.runs)
    ledger = closing.use(await openRunLedger(config.folders.runs))
    const opened = closing.use(await openSession({ config, revisions, ledger, progress }))
    project.provide('session', opened.session)
    return () => closing.disposeAsync()
  } catch (failure) {
    await closing.disposeAsync()
    throw failure
  }
}

/**
 * vitest's own handlers end the process a millisecond after a signal: too soon to stop anything.
 */
function endInOrder(closing: ClosingStack, force: () => void): Interrupt {
  for (const name of ['SIGINT', 'SIGTERM']) process.removeAllListeners(name)
  return onInterrupt({ closing, force, exit: (code) => process.exit(code), exitCode: 2 })
}
