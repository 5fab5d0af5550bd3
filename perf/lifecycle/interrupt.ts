import { KnownFailure } from '../errors.ts'
import type { ClosingStack } from './closing-stack.ts'

/** What a person can stop a run with. SIGHUP comes when the terminal is closed. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * One Ctrl-C can arrive twice: from the terminal to the whole group, and handed on by npm. Only a
 * signal later than this is a second wish.
 */
const sameWishMs = 400

export interface InterruptHandlers {
  /** Everything to end in order, at the first signal. */
  readonly closing: ClosingStack
  /** Called at the second signal, when order takes too long: kills at once, synchronously. */
  readonly force: () => void
  /**
   * Ends the process; `process.exit` in the command line, something else in a test. Not called by a
   * first signal that comes when `closing` is being closed already: whoever closes it knows how the
   * run went, and ends the process when it is done.
   */
  readonly exit: (code: number) => void
  readonly exitCode: number
  /**
   * Told of an error that nobody caught, e.g. EPIPE when the reader of our output has gone. With it
   * such an error ends the run in order, like a signal; without it Node ends the process on the
   * spot.
   */
  readonly crashed?: (error: unknown) => void
}

export interface Interrupt extends Disposable {
  /** Aborted at the first signal with a KnownFailure `interrupted` as its reason. */
  readonly signal: AbortSignal
  /**
   * Settles when all is closed and, where it is, `exit` was called; never without a signal or an
   * error.
   */
  readonly ended: Promise<void>
}

/**
 * Until disposed, signals and uncaught errors end the run in order, once; a second signal forces.
 */
export function onInterrupt(handlers: InterruptHandlers): Interrupt {
  const controller = new AbortController()
  const ended = Promise.withResolvers<void>()
  let firstAtMs: number | undefined
  const end = (reason: unknown, isEnding: boolean): void => {
    firstAtMs = performance.now()
    controller.abort(reason)
    const exit = (): void => (isEnding ? undefined : handlers.exit(handlers.exitCode))
    void handlers.closing.disposeAsync().then(exit, exit).finally(ended.resolve)
  }
  const onSignal = (name: NodeJS.Signals): void => {
    if (firstAtMs === undefined) {
      end(new KnownFailure('interrupted', `run stopped by ${name}`), handlers.closing.disposed)
    } else if (performance.now() - firstAtMs > sameWishMs) {
      handlers.force()
      handlers.exit(handlers.exitCode)
    }
  }
  const onCrash = (error: unknown): void => {
    handlers.crashed?.(error)
    if (firstAtMs === undefined) end(error, false)
  }
  for (const name of signals) process.on(name, onSignal)
  if (handlers.crashed !== undefined) process.on('uncaughtException', onCrash)
  return {
    signal: controller.signal,
    ended: ended.promise,
    [Symbol.dispose]() {
      for (const name of signals) process.off(name, onSignal)
      process.off('uncaughtException', onCrash)
    },
  }
}
