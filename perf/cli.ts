import { enableCompileCache } from 'node:module'
import { runCommand } from './commands/run-command.ts'
import { processEnvironment } from './config.ts'
import { KnownFailure } from './errors.ts'
import { parseCommandLine } from './flags.ts'
import type { RunScope } from './commands/check.ts'
import { killRunNow } from './lifecycle/force-end.ts'
import { onInterrupt } from './lifecycle/interrupt.ts'
import { isAllRemoved, tellStopped } from './lifecycle/stopped-run.ts'

/**
 * Arguments -> config -> command -> exit code. The only place of perf that prints and exits.
 */
const couldNotMeasure = 2

enableCompileCache()

async function main(): Promise<number> {
  const scope: RunScope = { closing: new AsyncDisposableStack(), ledger: undefined }
  const { closing } = scope
  const tell = sayOnce()
  let forced = false
  using interrupt = onInterrupt({
    dispose: () => closing.disposeAsync(),
    force: () => {
      forced = true
      if (scope.ledger !== undefined) killRunNow(scope.ledger)
    },
    exit: (code) => {
      const reason: unknown = interrupt.signal.reason
      const isStopped = reason instanceof KnownFailure && reason.code === 'interrupted'
      if (isStopped && scope.runsUntilStopped === true && isAllRemoved({ ...scope, forced })) {
        print('stopped')
        process.exit(0)
      }
      tell(
        isStopped
          ? tellStopped(reason, { ledger: scope.ledger, kept: scope.kept, forced })
          : reason,
      )
      process.exit(code)
    },
    exitCode: couldNotMeasure,
    crashed: tell,
  })
  try {
    const line = parseCommandLine(process.argv.slice(2))
    return await runCommand(line, { environment: processEnvironment, scope, print })
  } catch (failure) {
    // What fails because everything was ended on purpose would only hide the purpose.
    if (interrupt.signal.aborted) await interrupt.ended
    tell(failure)
    return couldNotMeasure
  } finally {
    await closing.disposeAsync().catch(printFailure)
  }
}

function print(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
}

/** The first failure is the one that says why; what follows from it is not told again. */
function sayOnce(): (failure: unknown) => void {
  let told = false
  return (failure) => {
    if (!told) printFailure(failure)
    told = true
  }
}

function printFailure(failure: unknown): void {
  if (!(failure instanceof KnownFailure)) {
    console.error(failure)
    return
  }
  const causes = causesOf(failure).map((cause) => `  because: ${cause}`)
  const remedy = failure.remedy === undefined ? [] : [`  try: ${failure.remedy}`]
  console.error([`error (${failure.code}): ${failure.message}`, ...causes, ...remedy].join('\n'))
}

const causesMost = 3

function causesOf(failure: Error): string[] {
  const said: string[] = []
  for (let cause = failure.cause; cause instanceof Error; cause = cause.cause) {
    if (said.length === causesMost) break
    said.push(cause.message.split('\n')[0] ?? '')
  }
  return said
}

process.exitCode = await main()
