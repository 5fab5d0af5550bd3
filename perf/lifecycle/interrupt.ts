import { KnownFailure } from '../errors.ts'

/** What a person can stop a run with. SIGHUP comes when the terminal is closed. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * One Ctrl-C can arrive twice: from the terminal to the whole group, and handed on by npm. Only a signal
 * later than this is a second wish.
 */
const sameWishMs = 400

export interface InterruptHandlers {
  /** Ends everything in order; called once, at the first signal. */
  readonly dispose: () => Promise<void>
  /** Called at the second signal, when order takes too long: kills at once, synchronously. */
  readonly force: () => void
  /** Ends the process; `process.exit` in the command line, something else in a test. */
  readonly exit: (code: number) => void
  readonly exitCode: number
}

export interface Interrupt extends Disposable {
  /** Aborted at the first signal with a KnownFailure `interrupted` as its reason. */
  readonly signal: AbortSignal
}

/** Until disposed, signals end the run in order, once; a second one forces. */
export function onInterrupt(handlers: InterruptHandlers): Interrupt {
  const controller = new AbortController()
  let firstAtMs: number | undefined
  const listener = (name: NodeJS.Signals): void => {
    if (firstAtMs === undefined) {
      firstAtMs = performance.now()
      controller.abort(
        new KnownFailure('interrupted', `run stopped by ${name}, expected to run to its end`),
      )
      void handlers.dispose().then(
        () => handlers.exit(handlers.exitCode),
        () => handlers.exit(handlers.exitCode),
      )
    } else if (performance.now() - firstAtMs > sameWishMs) {
      handlers.force()
      handlers.exit(handlers.exitCode)
    }
  }
  for (const name of signals) process.on(name, listener)
  return {
    signal: controller.signal,
    [Symbol.dispose]() {
      for (const name of signals) process.off(name, listener)
    },
  }
}
