import { enableCompileCache } from 'node:module'
import { setImmediate } from 'node:timers/promises'
import { runCommand } from './commands/run-command.ts'
import { compileCacheOf } from './compile-cache.ts'
import { processEnvironment, repositoryFolder } from './config.ts'
import { KnownFailure } from './errors.ts'
import { parseCommandLine } from './flags.ts'
import { outliveReader } from './gone-reader.ts'
import type { RunScope } from './commands/check.ts'
import type { RunLedger } from './lifecycle/run-ledger.ts'
import { ClosingStack } from './lifecycle/closing-stack.ts'
import { onInterrupt } from './lifecycle/interrupt.ts'
import { isAllRemoved, tellStopped } from './lifecycle/stopped-run.ts'
import { failureTeller } from './tell-failures.ts'

/**
 * Arguments -> config -> command -> exit code. The only place of perf that prints and exits.
 */
const couldNotMeasure = 2

enableCompileCache(compileCacheOf(repositoryFolder))

async function main(): Promise<number> {
  const closing = new ClosingStack()
  const scope: RunScope = { closing, ledger: undefined }
  const tell = failureTeller(console.error)
  let forced = false
  let killNow = (_ledger: RunLedger): void => {}
  using interrupt = onInterrupt({
    closing,
    force: () => {
      forced = true
      if (scope.ledger !== undefined) killNow(scope.ledger)
    },
    exit: (code) => {
      const reason: unknown = interrupt.signal.reason
      const isStopped = reason instanceof KnownFailure && reason.code === 'interrupted'
      if (isStopped && scope.runsUntilStopped === true && isAllRemoved({ ...scope, forced })) {
        print('stopped')
        process.exit(0)
      }
      tell.first(
        isStopped
          ? tellStopped(reason, { ledger: scope.ledger, kept: scope.kept, forced })
          : reason,
      )
      process.exit(code)
    },
    exitCode: couldNotMeasure,
    crashed: tell.first,
  })
  outliveReader(process.stdout)
  try {
    // Loaded when signals are heard already: it reads ledgers, by a library that takes a while to
    // load.
    killNow = (await import('./lifecycle/force-end.ts')).killRunNow
    const line = parseCommandLine(process.argv.slice(2))
    const exitCode = await runCommand(line, { environment: processEnvironment, scope, print })
    // What could not be written at the very end is heard one turn later: it is a failure, too.
    await setImmediate()
    return exitCode
  } catch (failure) {
    // What fails because everything was ended on purpose would only hide the purpose.
    if (interrupt.signal.aborted) await interrupt.ended
    tell.first(failure)
    return couldNotMeasure
  } finally {
    await closing.disposeAsync().catch(tell.another)
  }
}

function print(text: string): void {
  process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
}

process.exitCode = await main()
